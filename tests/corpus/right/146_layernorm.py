from math import sqrt
x = [1.0, -0.5, 2.0]
n = len(x)
mu = sum(x) / n
var = sum((v - mu) ** 2 for v in x) / n
sd = sqrt(var + 1e-6)
y = [(v - mu) / sd for v in x]
dout = [0.3, -0.1, 0.8]
dx = []
for i in range(n):
    dx.append((dout[i] - sum(dout) / n - y[i] * sum(d * yy for d, yy in zip(dout, y)) / n) / sd)
