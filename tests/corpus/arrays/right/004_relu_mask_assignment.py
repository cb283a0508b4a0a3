import numpy as np


def relu_forward(x):
    out = x.copy()
    out[out < 0] = 0
    cache = x
    return out, cache


def relu_backward(dout, cache):
    x = cache
    dx = np.array(dout, copy=True)
    dx[x <= 0] = 0
    return dx


def relu6_forward(x):
    out = np.minimum(np.maximum(x, 0), 6)
    return out, (x,)


def relu6_backward(dout, cache):
    (x,) = cache
    inside = np.logical_and(x > 0, x < 6)
    return dout * inside


def cases():
    rng = np.random.default_rng(4)
    x = rng.normal(size=(4, 5))
    z = 6 * rng.normal(size=(3, 6))
    return {"relu": (x,), "relu6": (z,)}
