# right
import numpy as np


def poisson_loss(w, b, X, counts, reg):
    n = len(counts)
    eta = X @ w + b
    rate = np.exp(eta)
    loss = np.mean(rate - counts * np.log(rate)) + 0.5 * reg * np.dot(w, w)
    drate = (1 - counts / rate) / n
    deta = drate * rate
    dw = X.T @ deta + reg * w
    db = np.sum(deta)
    return loss, dw, db


def cases():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(6, 4)) * 0.5
    counts = np.array([0.0, 2.0, 1.0, 5.0, 3.0, 1.0])
    return {"poisson_loss": (rng.normal(size=4), 0.1, X, counts, 0.05)}
