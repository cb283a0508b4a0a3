import numpy as np


def _sig(z):
    return 1.0 / (1.0 + np.exp(-z))


def softplus_forward(x, beta):
    # stable: max(z, 0) + log(1 + exp(-|z|)), then back to the scale of x
    z = beta * x
    out = (np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))) / beta
    return out, {"x": x, "beta": beta}


def softplus_backward(dout, cache):
    return {"dx": dout * _sig(cache["beta"] * cache["x"])}


def swish_forward(x, beta):
    return x * _sig(beta * x), (x, beta)


def swish_backward(dout, cache):
    """beta is a vector with one entry for each feature."""
    x, beta = cache
    s = _sig(beta * x)
    out = x * s
    dx = dout * (beta * out + s * (1 - beta * out))
    dbeta = (dout * x**2 * s * (1 - s)).sum(axis=0)
    return {"dx": dx, "dbeta": dbeta}


def mish_forward(x):
    sp = np.logaddexp(0, x)
    t = np.tanh(sp)
    return x * t, (x, t)


def mish_backward(dout, cache):
    x, t = cache
    return dout * (t + x * (1 - t * t) * _sig(x))


def cases():
    rng = np.random.default_rng(8)
    x = rng.normal(size=(5, 4))
    beta = rng.uniform(0.5, 1.5, size=4)
    return {"softplus": (x, 1.7), "swish": (x, beta), "mish": (x,)}
