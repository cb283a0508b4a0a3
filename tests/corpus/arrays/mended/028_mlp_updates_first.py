# right
import numpy as np


class OutputLayer:
    def __init__(self, n_in, n_out, lr):
        rng = np.random.default_rng(0)
        self.lr = lr
        self.W = rng.normal(size=(n_in, n_out))
        self.b = rng.normal(size=n_out)

    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b

    def backward(self, dout):
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)
        dx = np.dot(dout, self.W.T)
        self.W = self.W - self.lr * self.dW
        self.b = self.b - self.lr * self.db
        return dx


def cases():
    rng = np.random.default_rng(1)
    return {"OutputLayer": (OutputLayer(5, 3, 0.1), rng.normal(size=(4, 5)))}
