# expect: 26 derivative-at-wrong-point
import numpy as np


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def swish_forward(x, beta=1.0):
    s = sigmoid(beta * x)
    return x * s, (x, s, beta)


def swish_backward(dout, cache):
    x, s, beta = cache
    return dout * (s + beta * x * s * (1 - s))


class SigmoidLayer:
    def forward(self, x):
        self.x = x
        self.y = sigmoid(x)
        return self.y

    def backward(self, dout):
        return dout * self.x * (1.0 - self.x)


def cases():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(4, 3)) * 2
    return {"swish": (x, 1.5), "SigmoidLayer": (SigmoidLayer(), x)}
