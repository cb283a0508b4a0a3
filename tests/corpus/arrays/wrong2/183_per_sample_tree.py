# expect: 17/22/23 accumulator-not-zeroed
# expect: 15/25/27 unfinished, missing-path
import numpy as np


class PairNet:
    """Scores each sample by two views of it that share one hidden map."""

    def __init__(self, d, h):
        rng = np.random.default_rng(19)
        self.params = {"W": rng.normal(size=(d, h)), "s": rng.normal(size=h), "c": rng.normal(size=h), "k": rng.normal(size=1)}

    def loss(self, X, y):
        W, s, c, k = self.params["W"], self.params["s"], self.params["c"], self.params["k"]
        g = {name: np.zeros_like(v) for name, v in self.params.items()}
        total = 0.0
        dhid = np.zeros(len(s))
        for n in range(len(X)):
            hid = np.tanh(X[n] @ W)
            err = hid @ s + (hid * hid) @ c + k[0] - y[n]
            total += 0.5 * err ** 2
            dhid += err * s
            dhid += err * 2 * hid * c
            g["s"] += err * hid
            g["c"] += err * hid * hid
            g["W"] += np.outer(X[n], dhid * (1 - hid * hid))
        return total, g


def cases():
    rng = np.random.default_rng(0)
    return {"PairNet.loss": (PairNet(5, 3), rng.normal(size=(4, 5)), rng.normal(size=4))}
