# expect: 13/14 unfinished
import numpy as np


def prelu_forward(x, slope):
    neg = np.minimum(x, 0)
    return np.maximum(x, 0) + slope * neg, (x, slope, neg)


def prelu_backward(dout, cache):
    x, slope, neg = cache
    dx = np.where(x > 0, dout, dout * slope)
    dslope = np.zeros_like(slope)
    return dx, dslope


def cases():
    rng = np.random.default_rng(0)
    return {"prelu": (rng.normal(size=(5, 3)), rng.uniform(0.1, 0.4, size=3))}
