# expect: 31 regularisation-mismatch, missing-path
import numpy as np


class Classifier:
    def __init__(self, d, h, c, decay):
        rng = np.random.default_rng(2)
        self.decay = decay
        self.params = {
            "W1": rng.normal(size=(d, h)), "b1": rng.normal(size=h),
            "W2": rng.normal(size=(h, c)), "b2": rng.normal(size=c),
        }

    def loss(self, X, y):
        W1, b1, W2, b2 = (self.params[k] for k in ("W1", "b1", "W2", "b2"))
        N = X.shape[0]
        a1 = np.maximum(0, X.dot(W1) + b1)
        s = a1.dot(W2) + b2
        s -= s.max(axis=1, keepdims=True)
        e = np.exp(s)
        p = e / e.sum(axis=1, keepdims=True)
        data = -np.log(p[np.arange(N), y]).mean()
        total = data + self.decay * (np.sum(W1 ** 2) + np.sum(W2 ** 2))

        g = {}
        p[np.arange(N), y] -= 1
        ds = p / N
        g["W2"] = a1.T.dot(ds) + 2 * self.decay * W2
        g["b2"] = ds.sum(axis=0)
        d1 = ds.dot(W2.T) * (a1 > 0)
        g["W1"] = X.T.dot(d1)
        g["b1"] = d1.sum(axis=0)
        return total, g


def cases():
    rng = np.random.default_rng(0)
    return {"Classifier.loss": (Classifier(5, 6, 3, 0.1), rng.normal(size=(4, 5)), np.array([0, 2, 2, 1]))}
