# right
import numpy as np


def rmsnorm_forward(x, g):
    ms = np.mean(x * x, axis=1, keepdims=True) + 1e-6
    r = np.sqrt(ms)
    xn = x / r
    return xn * g, (x, xn, r, g)


def rmsnorm_backward(dout, cache):
    x, xn, r, g = cache
    d = x.shape[1]
    dg = np.sum(dout * xn, axis=0)
    dxn = dout * g
    dx = dxn / r
    dr = -np.sum(dxn * x, axis=1, keepdims=True) / r**2
    dms = dr / (2 * r)
    dx += dms * 2 * x / d
    return dx, dg


def cases():
    rng = np.random.default_rng(0)
    return {"rmsnorm": (rng.normal(size=(3, 5)), rng.normal(size=5))}
