import numpy as np


class LinearSVM:
    def __init__(self, dim, classes, reg=0.04, delta=1.0):
        rng = np.random.default_rng(21)
        self.params = {}
        self.params["W"] = 0.3 * rng.standard_normal((classes, dim))
        self.params["b"] = 0.1 * rng.standard_normal(classes)
        self.reg = reg
        self.delta = delta

    def scores(self, X):
        return np.einsum("nd,cd->nc", X, self.params["W"]) + self.params["b"][None]

    def loss(self, X, y):
        W, b = self.params["W"], self.params["b"]
        n = y.size
        s = self.scores(X)
        right = np.take_along_axis(s, y[:, None], axis=1)
        # the true class gives exactly delta; take it off again
        hinge = np.maximum(s - right + self.delta, 0)
        data_loss = (hinge.sum() - n * self.delta) / n
        reg_loss = 0.5 * self.reg * ((W * W).sum() + (b * b).sum())

        active = (hinge > 0).astype(float)
        np.add.at(active, (np.arange(n), y), -active.sum(axis=1))
        active /= n
        grads = {"W": np.einsum("nc,nd->cd", active, X), "b": active.sum(axis=0)}
        for name in grads:
            grads[name] = grads[name] + self.reg * self.params[name]
        return data_loss + reg_loss, grads


def cases():
    rng = np.random.default_rng(22)
    X = rng.normal(size=(6, 5))
    y = np.array([0, 3, 2, 3, 1, 0])
    return {"LinearSVM.loss": (LinearSVM(5, 4), X, y)}
