# expect: 9 wrong-index
x = [0.4, 1.1, -0.7, 2.5]
y = 0.0
for i in range(3):
    y += x[i] * x[i + 1] ** 2
dx = [0.0] * 4
for i in range(3):
    dx[i] += x[i + 1] ** 2
    dx[i + 1] += 2 * x[i] * x[i]
