# expect: 24 wrong-axis
import numpy as np

np.random.seed(28)
x = np.random.randn(6, 8) * 2
g = np.random.rand(8) + 0.5
b = np.random.randn(8)
t = np.random.randn(6, 8)

mu = x.mean(axis=1, keepdims=True)
xc = x - mu
std = np.sqrt((xc ** 2).mean(axis=1, keepdims=True) + 1e-5)
n = xc / std
out = g * n + b
loss = 0.5 * np.sum((out - t) ** 2)

dout = out - t
dg = (dout * n).sum(axis=0)
db = dout.sum(axis=0)
dn = dout * g
dxc = dn / std
dstd = -(dn * xc).sum(axis=1, keepdims=True) / std ** 2
dxc = dxc + dstd * xc / (x.shape[1] * std)
dx = dxc - dxc.mean(axis=0, keepdims=True)
print(loss, np.abs(dx).max())
