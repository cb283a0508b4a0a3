# expect: 14 missing-upstream
import numpy as np


def rmsnorm_forward(x, g, eps):
    ms = np.mean(x ** 2, axis=-1, keepdims=True)
    inv = 1 / np.sqrt(ms + eps)
    xn = x * inv
    return xn * g, (xn, inv, g)


def rmsnorm_backward(dout, cache):
    xn, inv, g = cache
    dg = xn.sum(axis=0)
    dxn = dout * g
    dx = inv * (dxn - xn * np.mean(dxn * xn, axis=-1, keepdims=True))
    return dx, dg


def cases():
    rng = np.random.default_rng(0)
    return {"rmsnorm": (rng.normal(size=(3, 5)), rng.normal(size=5), 1e-3)}
