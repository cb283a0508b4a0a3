# expect: 19 transposed
import numpy as np


class Dense:
    def __init__(self, n_in, n_out, seed=0):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(size=(n_in, n_out)) * 0.5
        self.b = rng.normal(size=n_out)
        self.x = None
        self.dW = None
        self.db = None

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.x
        self.db = dout.sum(axis=0)
        return dout @ self.W.T


def cases():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(4, 5))
    return {"Dense": (Dense(5, 3), x)}
