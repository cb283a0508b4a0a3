# expect: 16 derivative-at-wrong-point
import numpy as np


class Sigmoid:
    def __init__(self):
        self.z = None
        self.a = None

    def forward(self, z):
        self.z = z
        self.a = 1.0 / (1.0 + np.exp(-z))
        return self.a

    def backward(self, dout):
        return dout * self.z * (1.0 - self.z)


def cases():
    rng = np.random.default_rng(0)
    return {"Sigmoid": (Sigmoid(), rng.normal(size=(3, 4)))}
