# expect: 10 regularisation-mismatch, missing-path
# expect: 11 constant-factor
xs = [0.6, -1.1, 1.9]
ys = [0.2, -1.5, 2.7]
w, b = 0.5, 0.1
reg = 0.2
n = len(xs)
loss = sum((w * x + b - y) ** 2 for x, y in zip(xs, ys)) / n + reg * w ** 2
res = [w * x + b - y for x, y in zip(xs, ys)]
dw = 2 * sum(r * x for r, x in zip(res, xs)) / n
db = 2 * sum(res)
