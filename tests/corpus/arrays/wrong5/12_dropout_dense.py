# expect: 21 mask-scale
import numpy as np


class DenseDropout:
    def __init__(self, n_in, n_out, p=0.4, seed=0):
        rng = np.random.RandomState(seed)
        self.W = rng.randn(n_in, n_out)
        self.b = rng.randn(n_out)
        self.p = p
        self.seed = seed

    def forward(self, x):
        self.x = x
        z = x.dot(self.W) + self.b
        # same seed each call, so the mask can be repeated
        self.keep = np.random.RandomState(self.seed).rand(*z.shape) > self.p
        return z * self.keep / (1 - self.p)

    def backward(self, dout):
        dz = dout * self.keep
        self.dW = self.x.T.dot(dz)
        self.db = dz.sum(axis=0)
        return dz.dot(self.W.T)


def cases():
    return {"DenseDropout": (DenseDropout(3, 5), np.random.RandomState(1).randn(4, 3))}
