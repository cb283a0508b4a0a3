import numpy as np

np.random.seed(44)
x = np.random.randn(7, 10)
w = np.random.randn(10, 5)
gamma = np.random.rand(5) + 0.5
beta = np.random.randn(5) * 0.1
dout = np.random.randn(7, 5)
eps = 1e-6

h = x.dot(w)
mean = h.mean(axis=1, keepdims=True)
xc = h - mean
var = np.mean(xc ** 2, axis=1, keepdims=True)
rstd = 1.0 / np.sqrt(var + eps)
xhat = xc * rstd
out = xhat * gamma + beta

dbeta = dout.sum(axis=0)
dgamma = (dout * xhat).sum(axis=0)
dxhat = dout * gamma
drstd = np.sum(dxhat * xc, axis=1, keepdims=True)
dxc = dxhat * rstd
dvar = -0.5 * drstd * rstd ** 3
dxc += 2.0 / h.shape[1] * xc * dvar
dmean = -dxc.sum(axis=1, keepdims=True)
dh = dxc + dmean / h.shape[1]
dw = x.T.dot(dh)
dx = dh.dot(w.T)
