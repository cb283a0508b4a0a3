x = [1.0, -2.0, 3.0, 0.5, 2.0]
k = [0.2, -0.4, 0.1]
b = 0.3
n, m = len(x), len(k)
out = [sum(x[i + j] * k[j] for j in range(m)) + b for i in range(n - m + 1)]
loss = sum(o ** 3 for o in out)
dout = [3 * o ** 2 for o in out]
dx = [0.0] * n
dk = [0.0] * m
for i in range(len(out)):
    for j in range(m):
        dx[i + j] += dout[i] * k[j]
        dk[j] += dout[i] * x[i + j]
db = sum(dout)
