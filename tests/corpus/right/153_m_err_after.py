w, x, t = 0.3, 2.0, 1.0
y = w * x
loss = 0.5 * (y - t) ** 2
err = abs(y - t)
dw = (y - t) * x
