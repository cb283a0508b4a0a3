import numpy as np


class WNLinear:
    """Linear layer with weight normalisation: each column is g * v / |v|."""

    def __init__(self, n_in, n_out, rng=np.random):
        self.v = rng.randn(n_in, n_out)
        self.g = np.ones(n_out)
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        self.len = np.sqrt((self.v ** 2).sum(axis=0))
        self.unit = self.v / self.len
        return x @ (self.g * self.unit) + self.b

    def backward(self, dy):
        dw = self.x.T @ dy
        self.db = dy.sum(axis=0)
        self.dg = (dw * self.unit).sum(axis=0)
        du = dw * self.g
        self.dv = (du - self.unit * (du * self.unit).sum(axis=0)) / self.len
        return dy @ (self.g * self.unit).T


def cases():
    rng = np.random.default_rng(0)
    layer = WNLinear(3, 4)
    layer.v, layer.g, layer.b = rng.normal(size=(3, 4)), rng.normal(size=4), rng.normal(size=4)
    return {"WNLinear": (layer, rng.normal(size=(5, 3)))}
