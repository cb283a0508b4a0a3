# expect: 12 regularisation-mismatch
import numpy as np


def poisson_loss(w, X, y, C):
    """w[0] is the intercept, not regularised."""
    n = len(y)
    eta = X @ w
    mu = np.exp(eta)
    loss = (mu - y * eta).sum() / n + C / 2 * (w[1:] @ w[1:])
    grad = X.T @ (mu - y) / n
    grad += C * w
    return loss, grad


def cases():
    r = np.random.default_rng(24)
    X = np.c_[np.ones(5), r.normal(size=(5, 3))]
    return {"poisson_loss": (r.normal(size=4), X, np.array([0., 2, 1, 4, 0]), 0.6)}
