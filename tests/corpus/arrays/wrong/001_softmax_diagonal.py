# expect: 14 diagonal-jacobian
import numpy as np


def softmax_forward(x):
    shifted = x - np.max(x, axis=1, keepdims=True)
    e = np.exp(shifted)
    s = e / np.sum(e, axis=1, keepdims=True)
    return s, s


def softmax_backward(dout, cache):
    s = cache
    dx = dout * s * (1 - s)
    return dx


def cases():
    rng = np.random.default_rng(0)
    return {"softmax": (rng.normal(size=(4, 5)),)}
