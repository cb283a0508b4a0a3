# expect: 23 wrong-variable
# expect: 26 constant-factor
import numpy as np


class BatchNorm:
    def __init__(self, dim, eps=1e-5):
        rng = np.random.default_rng(8)
        self.gamma = rng.normal(size=dim)
        self.beta = rng.normal(size=dim)
        self.eps = eps

    def forward(self, x):
        self.x = x
        mu = x.mean(axis=0)
        self.std = np.sqrt(x.var(axis=0) + self.eps)
        self.xhat = (x - mu) / self.std
        return self.gamma * self.xhat + self.beta

    def backward(self, dout):
        N = dout.shape[0]
        self.dbeta = dout.sum(axis=0)
        self.dgamma = (dout * self.x).sum(axis=0)
        dxhat = dout * self.gamma
        dx = N * dxhat - dxhat.sum(axis=0) - self.xhat * np.sum(dxhat * self.xhat, axis=0)
        return dx / self.std


def cases():
    rng = np.random.default_rng(0)
    return {"BatchNorm": (BatchNorm(3), rng.normal(size=(5, 3)) * 2 + 0.7)}
