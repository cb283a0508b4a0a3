xs = [1.0, 2.0, 3.0]
ys = [2.0, 4.0, 6.5]
a = 1.8
y_hat = [a * x for x in xs]
dy = [yh - y for yh, y in zip(y_hat, ys)]
sse = sum(d * d for d in dy)
da = sum(2 * d * x for d, x in zip(dy, xs))
