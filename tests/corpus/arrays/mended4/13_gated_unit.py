# right
import numpy as np


class GLU:
    """first half of the channels times the sigmoid of the second half, after a dense layer"""

    def __init__(self, d, m):
        r = np.random.default_rng(14)
        self.W = r.normal(size=(d, 2 * m))
        self.b = r.normal(size=2 * m)
        self.m = m

    def forward(self, x):
        self.x = x
        z = x @ self.W + self.b
        self.u, self.g = z[:, :self.m], 1 / (1 + np.exp(-z[:, self.m:]))
        return self.u * self.g

    def backward(self, dout):
        du = dout.copy()
        du *= self.g
        dg = dout * self.u * self.g * (1 - self.g)
        dz = np.hstack([du, dg])
        self.dW = self.x.T @ dz
        self.db = dz.sum(axis=0)
        return dz @ self.W.T


def cases():
    return {"GLU": (GLU(3, 4), np.random.default_rng(15).normal(size=(5, 3)))}
