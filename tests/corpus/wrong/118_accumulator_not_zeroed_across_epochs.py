# expect: 8/5 accumulator-not-zeroed
xs = [0.5, -1.2, 1.8]
ys = [1.0, -2.1, 3.3]
w = 0.4
dw = 0.0
for epoch in range(2):
    loss = sum((w * x - y) ** 2 for x, y in zip(xs, ys))
    dw += sum(2 * (w * x - y) * x for x, y in zip(xs, ys))
    if epoch < 1:
        w -= 0.05 * dw
