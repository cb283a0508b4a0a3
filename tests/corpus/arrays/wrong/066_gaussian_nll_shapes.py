# expect: 15 shape-coincidence
import numpy as np


def gaussian_nll(X, w, b, log_sigma, y):
    N = X.shape[0]
    mu = X @ w + b
    r = (y - mu[:, 0]) / np.exp(log_sigma)
    loss = np.sum(0.5 * r**2 + log_sigma) / N

    var = np.exp(2 * log_sigma)
    dmu = -(y.reshape(-1, 1) - mu) / (var * N)
    dw = X.T @ dmu
    db = dmu.sum()
    dlog_sigma = np.sum(1 - (y - mu) ** 2 / var) / N
    return loss, dw, db, dlog_sigma


def cases():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(5, 3))
    w = rng.normal(size=(3, 1))
    y = rng.normal(size=5)
    return {"gaussian_nll": (X, w, 0.3, -0.2, y)}
