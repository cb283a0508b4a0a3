# right
# right
import numpy as np


class WNLinear:
    """Linear map whose columns are g_j * v_j / |v_j|."""

    def __init__(self, d, m):
        rng = np.random.default_rng(77)
        self.params = {"v": rng.normal(size=(d, m)), "g": rng.normal(size=m)}
        self.grads = {}

    def forward(self, x):
        v, g = self.params["v"], self.params["g"]
        self.x = x
        self.length = np.sqrt(np.sum(v * v, axis=0))
        self.unit = v / self.length
        self.w = self.unit * g
        return x @ self.w

    def backward(self, dout):
        dw = self.x.T @ dout
        self.grads["g"] = (dw * self.unit).sum(axis=0)
        dunit = dw * self.params["g"]
        radial = np.sum(dunit * self.unit, axis=0, keepdims=True)
        self.grads["v"] = (dunit - self.unit * radial) / self.length
        return dout @ self.w.T


def cases():
    rng = np.random.default_rng(0)
    return {"WNLinear": (WNLinear(5, 3), rng.normal(size=(4, 5)))}
