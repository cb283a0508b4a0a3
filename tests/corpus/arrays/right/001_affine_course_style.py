import numpy as np


def affine_forward(x, w, b):
    """Affine layer. x has shape (N, d_1, ..., d_k); w is (D, M) with D = d_1 * ... * d_k; b is (M,)."""
    N = x.shape[0]
    out = x.reshape(N, -1).dot(w) + b
    cache = (x, w, b)
    return out, cache


def affine_backward(dout, cache):
    x, w, b = cache
    N = x.shape[0]
    dx = dout.dot(w.T).reshape(x.shape)
    dw = x.reshape(N, -1).T.dot(dout)
    db = np.sum(dout, axis=0)
    return dx, dw, db


def cases():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(4, 2, 3))
    w = rng.normal(size=(6, 5))
    b = rng.normal(size=(5,))
    return {"affine": (x, w, b)}
