# expect: 19 constant-factor
import numpy as np


def hinge_loss(W, b, X, y, reg):
    N = X.shape[0]
    s = X.dot(W) + b
    idx = np.arange(N)
    m = s - s[idx, y].reshape(-1, 1) + 1.0
    m[idx, y] = 0
    loss = np.maximum(m, 0).sum() / N
    loss += reg * np.sum(W * W)
    ds = np.zeros_like(s)
    ds[m > 0] = 1
    ds[idx, y] -= np.sum(ds, axis=1)
    ds /= N
    dW = X.T.dot(ds)
    db = ds.sum(axis=0)
    dW += reg * W
    return loss, dW, db


def cases():
    rng = np.random.default_rng(2)
    X = rng.normal(size=(5, 6))
    W = rng.normal(size=(6, 4)) * 0.3
    b = rng.normal(size=4)
    y = np.array([1, 3, 0, 1, 2])
    return {"hinge_loss": (W, b, X, y, 0.2)}
