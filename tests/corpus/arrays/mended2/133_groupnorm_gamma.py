# right
import numpy as np


def groupnorm_forward(x, gamma, beta, G, eps):
    N, C, H, W = x.shape
    xg = x.reshape(N, G, -1)
    mu = xg.mean(axis=2, keepdims=True)
    sd = np.sqrt(xg.var(axis=2, keepdims=True) + eps)
    xn = ((xg - mu) / sd).reshape(x.shape)
    return xn * gamma + beta, (x, xn, sd, gamma, G)


def groupnorm_backward(dout, cache):
    x, xn, sd, gamma, G = cache
    N = x.shape[0]
    dbeta = dout.sum(axis=(0, 2, 3), keepdims=True)
    dgamma = (dout * xn).sum(axis=(0, 2, 3), keepdims=True)
    d = (dout * gamma).reshape(N, G, -1)
    xr = xn.reshape(N, G, -1)
    dx = (d - d.mean(2, keepdims=True) - xr * (d * xr).mean(2, keepdims=True)) / sd
    return dx.reshape(x.shape), dgamma, dbeta


def cases():
    rng = np.random.default_rng(0)
    return {
        "groupnorm": (
            rng.normal(size=(3, 6, 4, 5)), rng.normal(size=(1, 6, 1, 1)), rng.normal(size=(1, 6, 1, 1)), 2, 1e-4,
        )
    }
