import numpy as np


class RegressaoLinear:
    """Minimos quadrados com varias saidas e pesos por exemplo."""

    def __init__(self, entradas, saidas, l2):
        rng = np.random.default_rng(39)
        self.params = dict(W=rng.normal(size=(entradas, saidas)), b=rng.normal(size=(1, saidas)))
        self.l2 = l2

    def loss(self, X, Y, pesos):
        W, b = self.params["W"], self.params["b"]
        residuo = X @ W + b - Y
        total = pesos.sum()
        perda = np.einsum("n,nm,nm->", pesos, residuo, residuo) / total
        perda += self.l2 * np.einsum("dm,dm->", W, W)

        d_residuo = 2 * pesos[:, np.newaxis] * residuo / total
        grads = {
            "W": np.einsum("nd,nm->dm", X, d_residuo) + 2 * self.l2 * W,
            "b": d_residuo.sum(axis=0, keepdims=True),
        }
        return perda, grads


def cases():
    rng = np.random.default_rng(139)
    X, Y = rng.normal(size=(5, 4)), rng.normal(size=(5, 3))
    return {"RegressaoLinear.loss": (RegressaoLinear(4, 3, 0.1), X, Y, rng.uniform(0.2, 1.0, size=5))}
