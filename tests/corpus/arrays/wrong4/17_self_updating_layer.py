# expect: 21/23 updated-before-use
import numpy as np


class Linear:
    """a layer that makes its own SGD step in backward"""

    def __init__(self, n_in, n_out, lr=0.05):
        rng = np.random.default_rng(20)
        self.W = rng.normal(size=(n_in, n_out))
        self.b = np.zeros(n_out)
        self.lr = lr

    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b

    def backward(self, grad_out):
        self.dW = np.dot(self.x.T, grad_out)
        self.db = grad_out.sum(axis=0)
        self.W -= self.lr * self.dW
        self.b -= self.lr * self.db
        grad_in = np.dot(grad_out, self.W.T)
        return grad_in


def cases():
    return {"Linear": (Linear(4, 3), np.random.default_rng(21).normal(size=(5, 4)))}
