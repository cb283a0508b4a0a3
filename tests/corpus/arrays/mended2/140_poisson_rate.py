# right
import numpy as np


def poisson_forward(X, w, offset):
    rate = np.exp(X @ w + offset)
    return rate, (X, w, rate)


def poisson_backward(drate, cache):
    X, w, rate = cache
    deta = drate * rate
    dX = np.outer(deta, w)
    dw = X.T @ deta
    return dX, dw, deta


def cases():
    rng = np.random.default_rng(0)
    return {"poisson": (0.5 * rng.normal(size=(5, 3)), rng.normal(size=3), rng.normal(size=5))}
