# expect: 7/15 near-miss, sign
import numpy as np


def glu_forward(x, W, V):
    a = x @ W
    g = 1.0 / (1.0 + np.exp(x @ V))
    return a * g, (x, W, V, a, g)


def glu_backward(dout, cache):
    x, W, V, a, g = cache
    da = dout * g
    dg = dout * a
    dz = dg * g * (1.0 - g)
    dW = x.T @ da
    dV = x.T @ dz
    dx = da @ W.T + dz @ V.T
    return {"dx": dx, "dW": dW, "dV": dV}


def cases():
    rng = np.random.default_rng(0)
    return {"glu": (rng.normal(size=(4, 3)), rng.normal(size=(3, 5)), rng.normal(size=(3, 5)))}
