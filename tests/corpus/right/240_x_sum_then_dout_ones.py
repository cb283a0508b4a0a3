x = [1.0, 2.0, 3.0]
y = [v ** 2 for v in x]
L = sum(y)
dy = [1.0] * 3
dx = [g * 2 * v for g, v in zip(dy, x)]
