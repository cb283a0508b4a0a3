# expect: 14/15 in-place-damage
import numpy as np


def gated_forward(x, w, b):
    z = x @ w + b
    act = np.maximum(z, 0)
    out = act + z
    return out, (x, w, z)


def gated_backward(dout, cache):
    x, w, z = cache
    dact = dout
    dact[z <= 0] = 0
    dz = dact + dout
    dx = dz @ w.T
    dw = x.T @ dz
    db = dz.sum(axis=0)
    return dx, dw, db


def cases():
    rng = np.random.default_rng(0)
    return {"gated": (rng.normal(size=(5, 3)), rng.normal(size=(3, 4)), rng.normal(size=4))}
