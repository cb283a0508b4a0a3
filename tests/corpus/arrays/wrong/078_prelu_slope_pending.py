# expect: 14/15 unfinished
import numpy as np


def prelu_forward(x, alpha):
    out = np.where(x > 0, x, alpha * x)
    return out, (x, alpha)


def prelu_backward(dout, cache):
    x, alpha = cache
    neg = x <= 0
    dx = np.where(neg, alpha * dout, dout)
    dalpha = np.zeros_like(alpha)
    return dx, dalpha


def cases():
    rng = np.random.default_rng(0)
    return {"prelu": (rng.normal(size=(6, 4)), rng.uniform(0.1, 0.4, size=4))}
