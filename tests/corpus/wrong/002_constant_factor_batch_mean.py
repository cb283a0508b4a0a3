# expect: 8 constant-factor
# mean squared error over four samples
xs = [0.3, 1.1, -0.7, 2.4]
ys = [1.0, 2.2, -0.9, 4.1]
w = 1.3
n = len(xs)
loss = sum((w * a - b) ** 2 for a, b in zip(xs, ys)) / n
dw = sum(2 * (w * a - b) * a for a, b in zip(xs, ys))
