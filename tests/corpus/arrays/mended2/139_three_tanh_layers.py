# right
import numpy as np


class DeepTanh:
    def __init__(self, dims):
        rng = np.random.default_rng(8)
        self.L = len(dims) - 1
        self.params = {}
        for l in range(1, self.L + 1):
            self.params["W%d" % l] = rng.normal(size=(dims[l - 1], dims[l]))
            self.params["b%d" % l] = rng.normal(size=dims[l])

    def loss(self, X, Y):
        A = [X]
        for l in range(1, self.L + 1):
            z = A[-1] @ self.params["W%d" % l] + self.params["b%d" % l]
            A.append(np.tanh(z) if l < self.L else z)
        diff = A[-1] - Y
        cost = 0.5 * np.sum(diff ** 2) / len(X)
        grads = {}
        d = diff / len(X)
        for l in range(self.L, 0, -1):
            if l < self.L:
                d = d * (1 - A[l] ** 2)
            grads["W%d" % l] = A[l - 1].T @ d
            grads["b%d" % l] = d.sum(0)
            d = d @ self.params["W%d" % l].T
        return cost, grads


def cases():
    rng = np.random.default_rng(0)
    return {"DeepTanh.loss": (DeepTanh([5, 6, 4, 2]), rng.normal(size=(3, 5)), rng.normal(size=(3, 2)))}
