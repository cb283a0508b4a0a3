# expect: 15 mask-scale
import numpy as np


def dropout_forward(x, p, seed):
    rng = np.random.RandomState(seed)
    mask = rng.rand(*x.shape) < p
    out = x * mask / p
    cache = (mask, p)
    return out, cache


def dropout_backward(dout, cache):
    mask, p = cache
    dx = dout * mask
    return dx


def cases():
    rng = np.random.default_rng(0)
    return {"dropout": (rng.normal(size=(4, 5)), 0.7, 42)}
