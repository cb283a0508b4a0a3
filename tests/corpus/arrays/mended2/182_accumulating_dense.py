# right
import numpy as np


class Dense:
    def __init__(self, n_in, n_out):
        rng = np.random.default_rng(14)
        self.W = rng.normal(size=(n_in, n_out))
        self.b = rng.normal(size=n_out)
        self.dW = np.zeros((n_in, n_out))
        self.db = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b

    def backward(self, dout):
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)
        return np.dot(dout, self.W.T)


def cases():
    rng = np.random.default_rng(0)
    return {"Dense": (Dense(5, 3), rng.normal(size=(4, 5)))}
