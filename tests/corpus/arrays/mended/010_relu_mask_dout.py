# right
import numpy as np


def relu_forward(x):
    out = np.maximum(0, x)
    cache = x
    return out, cache


def relu_backward(dout, cache):
    x = cache
    dx = dout * (x > 0)
    return dx


def cases():
    rng = np.random.default_rng(0)
    return {"relu": (rng.normal(size=(4, 6)),)}
