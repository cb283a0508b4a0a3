import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        rng = np.random.default_rng(39)
        self.params = {"scale": 1 + 0.3 * rng.normal(size=dim), "shift": 0.3 * rng.normal(size=dim)}
        self.grads = {k: np.zeros_like(v) for k, v in self.params.items()}
        self.eps = eps
        self.cache = None

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        rstd = 1.0 / np.sqrt(var + self.eps)
        norm = (x - mean) * rstd
        self.cache = norm, rstd
        return norm * self.params["scale"] + self.params["shift"]

    def backward(self, dout):
        norm, rstd = self.cache
        lead = tuple(range(dout.ndim - 1))
        self.grads["shift"][...] = dout.sum(axis=lead)
        self.grads["scale"][...] = (dout * norm).sum(axis=lead)
        dnorm = dout * self.params["scale"]
        dx = dnorm - dnorm.mean(axis=-1, keepdims=True)
        dx -= norm * (dnorm * norm).mean(axis=-1, keepdims=True)
        dx *= rstd
        return dx


def cases():
    rng = np.random.default_rng(40)
    x = rng.normal(size=(2, 3, 5))
    return {"LayerNorm": (LayerNorm(5), x)}
