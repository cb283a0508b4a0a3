# expect: 17 accumulator-not-zeroed
# expect: 36 sign
import numpy as np


class Affine:
    def __init__(self, W, b):
        self.params = {"W": W, "b": b}
        self.grads = {"W": np.zeros_like(W), "b": np.zeros_like(b)}

    def forward(self, x):
        self.x = x
        return x @ self.params["W"] + self.params["b"]

    def backward(self, dout):
        self.grads["W"] = self.x.T @ dout
        self.grads["b"] += dout.sum(axis=0)
        return dout @ self.params["W"].T


class ScaleNorm:
    """g * x / |x|"""

    def __init__(self, g):
        self.params = {"g": np.array([g])}
        self.grads = {}

    def forward(self, x):
        self.n = np.sqrt((x ** 2).sum(axis=1, keepdims=True))
        self.u = x / self.n
        return self.params["g"] * self.u

    def backward(self, dout):
        self.grads["g"] = np.array([(dout * self.u).sum()])
        inner = (dout * self.u).sum(axis=1, keepdims=True)
        return self.params["g"] * (dout + self.u * inner) / self.n


def cases():
    r = np.random.default_rng(9)
    layer = Affine(r.normal(size=(3, 4)), r.normal(size=4))
    # a first step, as in training
    layer.backward(layer.forward(r.normal(size=(5, 3))))
    return {"Affine": (layer, r.normal(size=(5, 3))), "ScaleNorm": (ScaleNorm(1.7), r.normal(size=(4, 3)))}
