w = 0.5
delta = 1.0
xs = [1.0, 2.0, 5.0]
ys = [1.0, 1.2, -2.0]
loss = 0.0
dw = 0.0
for x, y in zip(xs, ys):
    r = w * x - y
    if abs(r) <= delta:
        loss += 0.5 * r ** 2
        dw += r * x
    else:
        loss += delta * (abs(r) - 0.5 * delta)
        dw += delta * (1 if r > 0 else -1) * x
