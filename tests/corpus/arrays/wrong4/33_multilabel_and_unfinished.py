# expect: 12 double-derivative
# expect: 30 unfinished
import numpy as np


def multilabel_loss(W1, W2, X, Y):
    """sigmoid cross-entropy over L independent labels, averaged over the rows"""
    n = len(X)
    H = np.tanh(X @ W1)
    P = 1 / (1 + np.exp(-H @ W2))
    loss = -(Y * np.log(P) + (1 - Y) * np.log(1 - P)).sum() / n
    dZ = (P - Y) / n * P * (1 - P)
    dW2 = H.T @ dZ
    dH = dZ @ W2.T
    return loss, {"W1": X.T @ (dH * (1 - H ** 2)), "W2": dW2}


class Prelu:
    """one slope a channel, x (N, C)"""

    def __init__(self, c):
        self.a = np.linspace(0.1, 0.4, c)

    def forward(self, x):
        self.x = x
        self.pos = x > 0
        return np.where(self.pos, x, self.a * x)

    def backward(self, g):
        self.da = np.zeros_like(self.a)
        return g * np.where(self.pos, 1, self.a)


def cases():
    r = np.random.default_rng(8)
    return {"multilabel_loss": (r.normal(size=(3, 5)), r.normal(size=(5, 4)), r.normal(size=(6, 3)), (r.random((6, 4)) < .4) * 1.0),
            "Prelu": (Prelu(3), r.normal(size=(5, 3)))}
