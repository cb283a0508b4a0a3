# expect: 20 wrong-axis
import numpy as np


def layernorm_forward(x, gamma, beta, eps):
    mu = x.mean(axis=1, keepdims=True)
    var = x.var(axis=1, keepdims=True)
    inv = 1.0 / np.sqrt(var + eps)
    xhat = (x - mu) * inv
    out = xhat * gamma + beta
    return out, (xhat, inv, gamma)


def layernorm_backward(dout, cache):
    xhat, inv, gamma = cache
    D = dout.shape[1]
    dgamma = np.sum(dout * xhat, axis=0)
    dbeta = np.sum(dout, axis=0)
    dxhat = dout * gamma
    s1 = np.sum(dxhat, axis=0, keepdims=True)
    s2 = np.sum(dxhat * xhat, axis=1, keepdims=True)
    dx = inv / D * (D * dxhat - s1 - xhat * s2)
    return dx, dgamma, dbeta


def cases():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(4, 6)) * 1.3 + 0.5
    return {"layernorm": (x, rng.normal(size=6), rng.normal(size=6), 1e-5)}
