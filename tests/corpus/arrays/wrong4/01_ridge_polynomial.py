# expect: 11 constant-factor, regularisation-mismatch
import numpy as np


def ridge(c, x, y, lam=0.3):
    """fit a polynomial with coefficients c (lowest power first); mean squared error + lam * |c|^2"""
    V = np.vander(x, len(c), increasing=True)
    r = V @ c - y
    loss = np.mean(r ** 2) + lam * np.sum(c ** 2)
    grad = 2 / len(x) * V.T @ r
    grad += lam * c
    return loss, grad


def cases():
    r = np.random.default_rng(0)
    x = r.uniform(-1, 1, 9)
    return {"ridge": (r.normal(size=4), x, np.sin(3 * x))}
