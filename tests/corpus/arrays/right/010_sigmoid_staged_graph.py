import numpy as np


def logistic_forward(x):
    n = -1 * x
    e = np.exp(n)
    d = 1 + e
    y = 1 / d
    return y, {"e": e, "d": d}


def logistic_backward(dy, cache):
    e, d = cache["e"], cache["d"]
    dd = dy * (-1.0 / d**2)
    de = dd
    dn = de * e
    dx = -1 * dn
    return dx


def neuron_forward(x, w, b):
    """Gate-by-gate neuron: multiply, add up, add the bias, squash."""
    prods = x * w[None, :]
    total = np.sum(prods, axis=1, keepdims=True)
    pre = total + b
    y, gate = logistic_forward(pre)
    return y, (x, w, prods.shape, gate)


def neuron_backward(dy, cache):
    x, w, shape, gate = cache
    dpre = logistic_backward(dy, gate)
    db = np.sum(dpre, axis=0)
    dtotal = dpre
    dprods = np.ones(shape) * dtotal
    dx = dprods * w
    dw = (dprods * x).sum(axis=0)
    return dx, dw, db


def cases():
    rng = np.random.default_rng(10)
    return {
        "logistic": (rng.normal(size=(3, 5)),),
        "neuron": (rng.normal(size=(5, 4)), rng.normal(size=4), rng.normal(size=1)),
    }
