# expect: 17 mask-scale, constant-factor
import numpy as np


class Dropout:
    def __init__(self, keep_prob, seed):
        self.keep_prob = keep_prob
        self.seed = seed
        self.mask = None

    def forward(self, x):
        np.random.seed(self.seed)
        self.mask = (np.random.rand(*x.shape) < self.keep_prob) / self.keep_prob
        return x * self.mask

    def backward(self, dout):
        return dout * self.mask / self.keep_prob


def cases():
    rng = np.random.default_rng(0)
    return {"Dropout": (Dropout(0.6, 3), rng.normal(size=(5, 4)))}
