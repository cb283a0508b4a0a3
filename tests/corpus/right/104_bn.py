import math
x = [1.0, 2.5, -0.7, 0.3]
gamma, beta, eps = 1.3, 0.2, 1e-5
N = len(x)
mu = sum(x) / N
xmu = [v - mu for v in x]
var = sum(v * v for v in xmu) / N
istd = 1 / math.sqrt(var + eps)
xhat = [v * istd for v in xmu]
out = [gamma * v + beta for v in xhat]
t = [0.5, -1.0, 0.2, 1.0]
loss = sum((o - ti) ** 2 for o, ti in zip(out, t))
dout = [2 * (o - ti) for o, ti in zip(out, t)]
dbeta = sum(dout)
dgamma = sum(d * v for d, v in zip(dout, xhat))
dxhat = [d * gamma for d in dout]
dx = [istd / N * (N * dxhat[i] - sum(dxhat) - xhat[i] * sum(d * v for d, v in zip(dxhat, xhat))) for i in range(N)]
