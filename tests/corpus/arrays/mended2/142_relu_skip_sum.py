# right
import numpy as np


def block_forward(x, W, b):
    z = x @ W + b
    y = np.maximum(z, 0) + x
    return y, (x, W, z)


def block_backward(dout, cache):
    x, W, z = cache
    dz = dout.copy()
    dz[z <= 0] = 0
    dW = x.T @ dz
    db = dz.sum(axis=0)
    dx = dz @ W.T + dout
    return dx, dW, db


def cases():
    rng = np.random.default_rng(0)
    return {"block": (rng.normal(size=(4, 5)), rng.normal(size=(5, 5)), rng.normal(size=5))}
