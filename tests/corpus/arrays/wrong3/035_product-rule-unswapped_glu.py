# expect: 22 product-rule-unswapped
import numpy as np


class GatedLinear:
    """y = (x A) * sigmoid(x B)"""

    def __init__(self, d_in, d_out, seed=0):
        r = np.random.RandomState(seed)
        self.A = r.randn(d_in, d_out) / np.sqrt(d_in)
        self.B = r.randn(d_in, d_out) / np.sqrt(d_in)
        self.grads = {}

    def forward(self, x):
        self.x = x
        self.lin = x @ self.A
        self.gate = 1 / (1 + np.exp(-(x @ self.B)))
        return self.lin * self.gate

    def backward(self, dy):
        dlin = dy * self.gate
        dgate = dy * self.gate
        dpre = dgate * self.gate * (1 - self.gate)
        self.grads['A'] = self.x.T @ dlin
        self.grads['B'] = self.x.T @ dpre
        return dlin @ self.A.T + dpre @ self.B.T


def cases():
    rng = np.random.default_rng(0)
    return {"GatedLinear": (GatedLinear(3, 4, seed=1), rng.normal(size=(5, 3)))}
