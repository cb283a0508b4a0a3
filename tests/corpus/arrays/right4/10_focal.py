import numpy as np


def focal_loss(w, b, X, y, gamma, alpha):
    """Binary focal loss of a linear classifier, averaged over the rows. y in {0,1}."""
    z = X @ w + b
    s = np.where(y == 1, 1.0, -1.0)
    m = s * z                                  # margin: p_t = sigmoid(m)
    logpt = -np.logaddexp(0.0, -m)
    pt = np.exp(logpt)
    at = np.where(y == 1, alpha, 1 - alpha)
    q = (1 - pt) ** gamma
    loss = -np.mean(at * q * logpt)
    # d/dm [ q log p ] = q ( (1-p) - gamma p log p )
    dm = -at * q * ((1 - pt) - gamma * pt * logpt) / len(y)
    dz = dm * s
    return loss, {"w": X.T @ dz, "b": dz.sum()}


def cases():
    r = np.random.default_rng(11)
    return {"focal_loss": (r.normal(size=3), 0.3, r.normal(size=(7, 3)), np.array([0, 1, 1, 0, 1, 0, 0]), 2.0, 0.25)}
