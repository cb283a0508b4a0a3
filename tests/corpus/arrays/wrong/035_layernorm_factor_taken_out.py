# expect: 26 factor-outside-sum
import numpy as np


class LayerNorm:
    def __init__(self, dim):
        rng = np.random.default_rng(9)
        self.params = {"gamma": rng.normal(size=dim), "beta": rng.normal(size=dim)}
        self.grads = {}
        self.eps = 1e-5

    def forward(self, x):
        self.mean = x.mean(axis=-1, keepdims=True)
        self.xmu = x - self.mean
        self.var = np.mean(self.xmu**2, axis=-1, keepdims=True)
        self.xn = self.xmu / np.sqrt(self.var + self.eps)
        return self.params["gamma"] * self.xn + self.params["beta"]

    def backward(self, dout):
        d = dout.shape[-1]
        lead = tuple(range(dout.ndim - 1))
        self.grads["gamma"] = np.sum(dout * self.xn, axis=lead)
        self.grads["beta"] = np.sum(dout, axis=lead)
        dxn = dout * self.params["gamma"]
        istd = 1.0 / np.sqrt(self.var + self.eps)
        dvar = -0.5 * istd**3 * np.sum(dxn, axis=-1, keepdims=True) * self.xmu
        dxmu = dxn * istd + 2.0 / d * self.xmu * dvar
        dx = dxmu - np.mean(dxmu, axis=-1, keepdims=True)
        return dx


def cases():
    rng = np.random.default_rng(0)
    return {"LayerNorm": (LayerNorm(5), rng.normal(size=(2, 3, 5)) + 0.3)}
