# right
import numpy as np


def ln_forward(x, gamma, beta):
    mu = x.mean(-1, keepdims=True)
    var = x.var(-1, keepdims=True)
    inv = (var + 1e-5) ** -0.5
    xh = (x - mu) * inv
    return gamma * xh + beta, (xh, inv, gamma)


def ln_backward(dout, cache):
    xh, inv, gamma = cache
    D = xh.shape[-1]
    dbeta = dout.reshape(-1, D).sum(axis=0)
    dgamma = (dout * xh).reshape(-1, D).sum(axis=0)
    dxh = dout * gamma
    dx = inv * (dxh - dxh.mean(-1, keepdims=True) - xh * (dxh * xh).mean(-1, keepdims=True))
    return dx, dgamma, dbeta


def cases():
    r = np.random.default_rng(26)
    return {"ln_forward": (r.normal(size=(2, 3, 5)), r.normal(size=5), r.normal(size=5))}
