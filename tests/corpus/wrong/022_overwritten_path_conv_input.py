# expect: 14 overwritten-path
x = [0.7, -0.4, 1.9, 1.2]
k = [0.5, -1.5]
y = []
for i in range(3):
    y.append(k[0] * x[i] + k[1] * x[i + 1])
L = sum(v ** 2 for v in y)
dx = [0.0] * 4
dk = [0.0] * 2
for i in range(3):
    g = 2 * y[i]
    dk[0] += g * x[i]
    dk[1] += g * x[i + 1]
    dx[i] = g * k[0]
    dx[i + 1] += g * k[1]
