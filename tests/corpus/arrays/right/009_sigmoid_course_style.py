import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sigmoid_forward(x):
    out = sigmoid(x)
    cache = out
    return out, cache


def sigmoid_backward(dout, cache):
    out = cache
    dx = dout * out * (1 - out)
    return dx


def affine_sigmoid_forward(x, w, b):
    a = x @ w + b
    out, sig_cache = sigmoid_forward(a)
    return out, (x, w, sig_cache)


def affine_sigmoid_backward(dout, cache):
    x, w, sig_cache = cache
    da = sigmoid_backward(dout, sig_cache)
    return da @ w.T, x.T @ da, da.sum(0)


def cases():
    rng = np.random.default_rng(9)
    x = rng.normal(size=(4, 5))
    w = rng.normal(size=(5, 3))
    b = rng.normal(size=(3,))
    return {"sigmoid": (x,), "affine_sigmoid": (x, w, b)}
