# right
import numpy as np

np.random.seed(4)
x = np.linspace(-3, 3, 25)
y = np.exp(-x ** 2 / 3) * np.cos(2 * x)
c = np.linspace(-2.5, 2.5, 4) + 0.1
s = np.full(4, 0.9)
w = np.random.randn(4)
for step in range(200):
    d = x[:, None] - c[None, :]
    phi = np.exp(-d ** 2 / (2 * s ** 2))
    e = phi @ w - y
    J = 0.5 * (e ** 2).mean()
    de = e / len(x)
    dw = phi.T @ de
    dphi = np.outer(de, w)
    dc = (dphi * phi * d / s ** 2).sum(axis=0)
    ds = (dphi * phi * d ** 2 / s ** 3).sum(axis=0)
    w -= 0.3 * dw
    c -= 0.3 * dc
    s -= 0.3 * ds
print("erro final", J)
