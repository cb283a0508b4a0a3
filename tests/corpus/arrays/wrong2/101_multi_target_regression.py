# expect: 11 constant-factor
import numpy as np


def fit_cost(W, X, y, reg):
    """Mean squared error over every entry of the target matrix, plus weight decay."""
    n = X.shape[0]
    pred = X.dot(W)
    err = pred - y
    loss = np.mean(err ** 2) + reg * np.sum(W ** 2)
    dpred = 2.0 * err / n
    dW = X.T.dot(dpred)
    dW += 2 * reg * W
    return loss, dW


def cases():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(4, 5))
    W = rng.normal(size=(5, 3))
    y = rng.normal(size=(4, 3))
    return {"fit_cost": (W, X, y, 0.15)}
