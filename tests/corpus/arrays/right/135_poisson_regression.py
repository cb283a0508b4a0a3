import numpy as np


def poisson_loss(beta, X, counts, reg):
    eta = X @ beta
    rate = np.exp(eta)
    loss = np.mean(rate - counts * eta) + reg * np.sum(beta**2)
    dbeta = X.T @ (rate - counts) / len(counts) + 2 * reg * beta
    return loss, dbeta


def cases():
    rng = np.random.default_rng(135)
    X = rng.normal(size=(6, 4))
    beta = 0.5 * rng.normal(size=4)
    counts = rng.poisson(2.0, size=6)
    return {"poisson_loss": (beta, X, counts, 0.1)}
