# expect: 7 factor-outside-sum
xs = [1.0, 2.0, 3.0]
ys = [1.9, 4.4, 5.2]
m = 1.6
E = sum((y - m * x) ** 2 for x, y in zip(xs, ys))
r = [y - m * x for x, y in zip(xs, ys)]
grad_m = -2 * sum(r) * sum(xs)
