w, v, x, t = 0.5, -0.3, 2.0, 1.0
for i in range(3):
    h = w * x
    y = v * h
    loss = (y - t) ** 2
    dy = 2 * (y - t)
    dv = dy * h
    dh = dy * v
    dw = dh * x
    v -= 0.1 * dv
    w -= 0.1 * dw
