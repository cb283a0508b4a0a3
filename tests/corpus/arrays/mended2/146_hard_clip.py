# right
import numpy as np


class HardTanh:
    def __init__(self, lo, hi):
        self.lo, self.hi = lo, hi

    def forward(self, x):
        self.x = x
        return np.clip(x, self.lo, self.hi)

    def backward(self, dout):
        dx = np.array(dout)
        dx[self.x > self.hi] = 0
        dx[self.x < self.lo] = 0
        return dx


def cases():
    rng = np.random.default_rng(0)
    return {"HardTanh": (HardTanh(-0.5, 0.8), rng.normal(size=(4, 5)))}
