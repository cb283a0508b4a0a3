# expect: 15 derivative-at-wrong-point
import numpy as np


class SoftPlus:
    def __init__(self, beta):
        self.beta = beta

    def forward(self, x):
        self.x = x
        self.y = np.log1p(np.exp(self.beta * x)) / self.beta
        return self.y

    def backward(self, dout):
        gate = 1.0 / (1.0 + np.exp(-self.beta * self.y))
        return dout * gate


def cases():
    rng = np.random.default_rng(0)
    return {"SoftPlus": (SoftPlus(1.7), rng.normal(size=(3, 5)))}
