xs = [1.0, 1.0, 1.0]
ys = [2.0, 3.0, 4.0]
w = 0.5
loss = sum((w * x - y) ** 2 for x, y in zip(xs, ys)) / 3
dw = sum(2 * (w * x - y) * x for x, y in zip(xs, ys)) / 3
