x = [1.0, 2.0, 3.0]
y = [v ** 2 for v in x]
L = sum(y) / len(y)
dy = [1.0 / len(y) for _ in y]
dx = [g * 2 * v for g, v in zip(dy, x)]
