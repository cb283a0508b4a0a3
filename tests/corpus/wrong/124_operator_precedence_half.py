# expect: 5 operator-precedence
m = 3
w = 1.25
x = [0.5, 1.1, -0.9]
J = 1 / 2 * m * sum((w * v - 1) ** 2 for v in x)
dw = sum((w * v - 1) * v for v in x) / m
