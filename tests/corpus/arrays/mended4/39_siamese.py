# right
# right
import numpy as np


class Tower:
    """leaky dense layer; the same weights serve both inputs"""

    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x1, x2):
        self.x1, self.x2 = x1, x2
        self.z1, self.z2 = x1 @ self.W + self.b, x2 @ self.W + self.b
        act = lambda z: np.maximum(0.2 * z, z)
        self.a1, self.a2 = act(self.z1), act(self.z2)
        return np.abs(self.a1 - self.a2)

    def backward(self, dout):
        da = dout * np.sign(self.a1 - self.a2)
        d1 = np.where(self.z1 > 0, da, 0.2 * da)
        d2 = np.where(self.z2 > 0, -da, -0.2 * da)
        self.dW = self.x1.T @ d1
        self.dW += self.x2.T @ d2
        self.db = d1.sum(0) + d2.sum(0)
        return d1 @ self.W.T, d2 @ self.W.T


def cases():
    r = np.random.default_rng(13)
    return {"Tower": (Tower(r.normal(size=(3, 4)), r.normal(size=4)), r.normal(size=(5, 3)), r.normal(size=(5, 3)))}
