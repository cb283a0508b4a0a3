# expect: 17 mask-scale
import numpy as np


class SpatialDropout:
    """drops whole channels of (N, C, H, W); keep is the probability of staying"""

    def __init__(self, keep, seed):
        self.keep, self.seed = keep, seed

    def forward(self, x):
        rng = np.random.RandomState(self.seed)
        self.mask = rng.rand(x.shape[0], x.shape[1], 1, 1) < self.keep
        return x * self.mask / self.keep

    def backward(self, dout):
        return dout * self.mask


class Dense:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.shape = x.shape
        self.x = x.reshape(len(x), -1)
        return self.x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(0)
        return (dout @ self.W.T).reshape(self.shape)


def cases():
    r = np.random.RandomState(17)
    return {"SpatialDropout": (SpatialDropout(0.6, 18), r.randn(2, 3, 4, 5)),
            "Dense": (Dense(r.randn(12, 4), r.randn(4)), r.randn(3, 2, 6))}
