p = 0.6
mask = [1, 0, 1, 1]
x = [0.9, -1.3, 0.4, 2.0]
y = [xi * m / p for xi, m in zip(x, mask)]
L = sum(y) ** 2
dL = 1.0
dy = [2 * sum(y) * dL] * 4
dx = [g * m / p for g, m in zip(dy, mask)]
