# right
import numpy as np


def block_forward(x, w, b):
    h = np.maximum(x, 0)
    out = h.dot(w) + b + x.sum(axis=1, keepdims=True)
    return out, (x, h, w)


def block_backward(dout, cache):
    x, h, w = cache
    dh = dout.dot(w.T)
    dskip = dout.sum(axis=1, keepdims=True)
    dw = h.T.dot(dout)
    db = dout.sum(axis=0)
    dx = dh.copy()
    dx[x <= 0] = 0
    dx = dx + dskip
    return dx, dw, db


def cases():
    rng = np.random.default_rng(6)
    return {"block": (rng.normal(size=(4, 5)), rng.normal(size=(5, 3)), rng.normal(size=3))}
