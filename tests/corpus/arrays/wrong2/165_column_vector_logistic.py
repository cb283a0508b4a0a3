# expect: 12/13/14 shape-coincidence
import numpy as np


def logistic(w, b, X, y, lam):
    """w is (D, 1), b is (1,), y is (N,)."""
    N = len(y)
    p = 1 / (1 + np.exp(-(X @ w + b)))
    yc = y.reshape(N, 1)
    nll = -np.mean(yc * np.log(p) + (1 - yc) * np.log(1 - p)) + lam * float(np.sum(w ** 2))

    ds = (p - y) / N
    dw = X.T @ ds + 2 * lam * w
    db = np.array([ds.sum()])
    return nll, dw, db


def cases():
    rng = np.random.default_rng(0)
    return {"logistic": (rng.normal(size=(3, 1)), rng.normal(size=1), rng.normal(size=(5, 3)), np.array([1, 0, 1, 1, 0]), 0.08)}
