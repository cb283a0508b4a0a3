# right
import numpy as np


class OnlineLinear:
    """A linear layer that takes its own step as soon as its gradient is known."""

    def __init__(self, n_in, n_out, rate):
        rng = np.random.default_rng(6)
        self.W = rng.normal(size=(n_in, n_out))
        self.b = rng.normal(size=n_out)
        self.rate = rate

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        dx = dout @ self.W.T
        self.W = self.W - self.rate * self.dW
        self.b = self.b - self.rate * self.db
        return dx


def cases():
    rng = np.random.default_rng(0)
    return {"OnlineLinear": (OnlineLinear(5, 3, 0.2), rng.normal(size=(4, 5)))}
