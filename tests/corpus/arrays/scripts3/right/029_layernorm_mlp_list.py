import numpy as np

rng = np.random.RandomState(9)


class Dense:
    def __init__(self, n_in, n_out):
        self.p = {"W": rng.randn(n_in, n_out) / np.sqrt(n_in), "b": np.zeros(n_out)}

    def fwd(self, x):
        self.x = x
        return x @ self.p["W"] + self.p["b"]

    def bwd(self, g):
        self.g = {"W": self.x.T @ g, "b": g.sum(0)}
        return g @ self.p["W"].T


class LN:
    def __init__(self, n):
        self.p = {"gain": np.ones(n), "bias": np.zeros(n)}

    def fwd(self, x):
        self.sd = np.sqrt(x.var(1, keepdims=True) + 1e-5)
        self.xh = (x - x.mean(1, keepdims=True)) / self.sd
        return self.xh * self.p["gain"] + self.p["bias"]

    def bwd(self, g):
        self.g = {"gain": (g * self.xh).sum(0), "bias": g.sum(0)}
        gx = g * self.p["gain"]
        return (gx - gx.mean(1, keepdims=True) - self.xh * (gx * self.xh).mean(1, keepdims=True)) / self.sd


class Gelu:
    """tanh form"""
    p = {}
    c = np.sqrt(2 / np.pi)

    def fwd(self, x):
        self.x = x
        self.t = np.tanh(self.c * (x + 0.044715 * x ** 3))
        return 0.5 * x * (1 + self.t)

    def bwd(self, g):
        self.g = {}
        du = self.c * (1 + 3 * 0.044715 * self.x ** 2)
        return g * (0.5 * (1 + self.t) + 0.5 * self.x * (1 - self.t ** 2) * du)


net = [Dense(3, 10), LN(10), Gelu(), Dense(10, 4)]
X = rng.randn(50, 3)
lab = (X[:, 0] > 0) * 2 + (X[:, 1] * X[:, 2] > 0)
for it in range(150):
    h = X
    for layer in net:
        h = layer.fwd(h)
    lse = np.log(np.exp(h).sum(1))
    loss = (lse - h[np.arange(50), lab]).mean()
    g = np.exp(h - lse[:, None])
    g[np.arange(50), lab] -= 1
    g /= 50
    for layer in reversed(net):
        g = layer.bwd(g)
    for layer in net:
        for name in layer.p:
            layer.p[name] = layer.p[name] - 0.3 * layer.g[name]
    if it % 50 == 0:
        print(it, loss)
