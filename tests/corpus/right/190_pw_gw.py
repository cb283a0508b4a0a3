w, b, x, t = 0.5, 0.1, 2.0, 1.0
y = w * x + b
loss = (y - t) ** 2
dy = 2 * (y - t)
gw = dy * x
gb = dy
w, b = w - 0.1 * gw, b - 0.1 * gb
