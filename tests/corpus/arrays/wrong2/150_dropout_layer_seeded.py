# expect: 16 mask-scale
import numpy as np


class Dropout:
    def __init__(self, drop, seed):
        self.drop = drop
        self.seed = seed

    def forward(self, x):
        gen = np.random.default_rng(self.seed)
        self.mask = (gen.random(x.shape) >= self.drop) / (1 - self.drop)
        return self.mask * x

    def backward(self, dout):
        return dout * self.mask / (1 - self.drop)


def cases():
    rng = np.random.default_rng(0)
    return {"Dropout": (Dropout(0.3, 17), rng.normal(size=(4, 5)))}
