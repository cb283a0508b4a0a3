# expect: 12 wrong-index
# expect: 13 overwritten-path
x = [0.9, -1.2, 0.5, 1.6]
w = [1.1, -0.3]
y = [w[0] * x[i] + w[1] * x[i + 1] for i in range(3)]
L = y[0] ** 2 + y[1] * y[2]
dy = [2 * y[0], y[2], y[1]]
dw = [0.0, 0.0]
dx = [0.0] * 4
for i in range(3):
    dw[0] += dy[i] * x[i]
    dw[1] += dy[i] * x[i]
    dx[i] = dy[i] * w[0]
    dx[i + 1] += dy[i] * w[1]
