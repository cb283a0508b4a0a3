# expect: 12 missing-upstream
import numpy as np


def softplus_forward(x):
    out = np.log1p(np.exp(-np.abs(x))) + np.maximum(x, 0)
    return out, x


def softplus_backward(dout, cache):
    x = cache
    dx = 1 / (1 + np.exp(-x))
    return dx


def cases():
    rng = np.random.default_rng(0)
    return {"softplus": (rng.normal(size=(5, 3)),)}
