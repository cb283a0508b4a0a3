import numpy as np


class RMSNorm:
    def __init__(self, dim, eps=1e-5):
        rng = np.random.default_rng(50)
        self.gain = 1 + 0.3 * rng.normal(size=dim)
        self.dgain = None
        self.eps = eps

    def forward(self, x):
        self.inv = (np.mean(x**2, axis=-1, keepdims=True) + self.eps) ** -0.5
        self.xhat = x * self.inv
        return self.gain * self.xhat

    def backward(self, dout):
        self.dgain = np.einsum("btd,btd->d", dout, self.xhat)
        dxhat = dout * self.gain
        return self.inv * (dxhat - self.xhat * np.mean(dxhat * self.xhat, axis=-1, keepdims=True))


def cases():
    return {"RMSNorm": (RMSNorm(5), np.random.default_rng(150).normal(size=(2, 4, 5)))}
