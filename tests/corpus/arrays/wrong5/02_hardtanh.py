# expect: 14 wrong-mask
import numpy as np


class HardTanh:
    def __init__(self, lo=-0.7, hi=1.2):
        self.lo, self.hi = lo, hi

    def forward(self, x):
        self.x = x
        return np.clip(x, self.lo, self.hi)

    def backward(self, grad):
        inside = (self.x > self.lo) | (self.x < self.hi)
        return grad * inside


def cases():
    return {"HardTanh": (HardTanh(), np.array([[-2.0, -.3, .4], [.9, 1.7, 3.]]))}
