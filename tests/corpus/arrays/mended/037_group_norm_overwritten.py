# right
# right
import numpy as np


def groupnorm_forward(x, gamma, beta, G):
    N, C, L = x.shape
    xg = x.reshape(N, G, -1)
    mu = xg.mean(axis=2, keepdims=True)
    var = xg.var(axis=2, keepdims=True)
    inv = 1 / np.sqrt(var + 1e-5)
    xh = ((xg - mu) * inv).reshape(N, C, L)
    out = gamma[None, :, None] * xh + beta[None, :, None]
    return out, (xh, xg - mu, inv, gamma, G)


def groupnorm_backward(dout, cache):
    xh, xc, inv, gamma, G = cache
    N, C, L = dout.shape
    m = xc.shape[2]
    dgamma = np.sum(dout * xh, axis=(0, 2))
    dbeta = np.sum(dout, axis=(0, 2))
    dxh = (dout * gamma[None, :, None]).reshape(N, G, -1)
    dinv = np.sum(dxh * xc, axis=2, keepdims=True)
    dvar = -0.5 * inv**3 * dinv
    dxc = dxh * inv
    dxc += 2 * xc * dvar / m
    dx = dxc - dxc.mean(axis=2, keepdims=True)
    return dx.reshape(N, C, L), dgamma, dbeta


def cases():
    rng = np.random.default_rng(0)
    return {"groupnorm": (rng.normal(size=(3, 6, 5)), rng.normal(size=6), rng.normal(size=6), 2)}
