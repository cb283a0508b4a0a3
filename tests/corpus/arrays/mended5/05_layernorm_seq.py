# right
import numpy as np


class LayerNorm:
    def __init__(self, d):
        self.params = {"g": np.linspace(.5, 2, d), "b": np.linspace(-1, 1, d)}
        self.grads = {}

    def forward(self, x):
        mu = np.mean(x, axis=-1, keepdims=True)
        self.inv = 1 / np.sqrt(np.var(x, axis=-1, keepdims=True) + 1e-6)
        self.h = (x - mu) * self.inv
        return self.params["g"] * self.h + self.params["b"]

    def backward(self, dy):
        self.grads["g"] = (dy * self.h).sum(axis=(0, 1))
        self.grads["b"] = dy.sum(axis=(0, 1))
        dh = dy * self.params["g"]
        a = dh.mean(axis=-1, keepdims=True)
        b = (dh * self.h).mean(axis=-1, keepdims=True)
        return self.inv * (dh - a - self.h * b)


def cases():
    return {"LayerNorm": (LayerNorm(4), np.random.default_rng(3).normal(size=(2, 3, 4)))}
