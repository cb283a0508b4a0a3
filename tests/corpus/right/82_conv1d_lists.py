x = [0.5, -1.0, 2.0, 0.7, 1.3]
w = [0.4, -0.6, 1.1]
y = [sum(w[k] * x[i + k] for k in range(3)) for i in range(3)]
loss = sum(v ** 2 for v in y)

dy = [2 * v for v in y]
dx = [0.0] * len(x)
dw = [0.0] * len(w)
for i in range(3):
    for k in range(3):
        dw[k] += dy[i] * x[i + k]
        dx[i + k] += dy[i] * w[k]
