# expect: 19 wrong-axis
import numpy as np


def instance_norm(x, gamma, beta, eps=1e-5):
    """x is (batch, channel, length); every (batch, channel) row is normalised over its length."""
    mu = x.mean(axis=2, keepdims=True)
    sd = np.sqrt(x.var(axis=2, keepdims=True) + eps)
    xh = (x - mu) / sd
    return gamma[:, None] * xh + beta[:, None], (xh, sd, gamma)


def instance_norm_grad(dout, cache):
    xh, sd, gamma = cache
    dgamma = (dout * xh).sum(axis=(0, 2))
    dbeta = dout.sum(axis=(0, 2))
    dxh = dout * gamma[:, None]
    mean_d = dxh.mean(axis=2, keepdims=True)
    mean_dx = (dxh * xh).mean(axis=0, keepdims=True)
    dx = (dxh - mean_d - xh * mean_dx) / sd
    return dx, dgamma, dbeta


def cases():
    rng = np.random.default_rng(0)
    return {"instance_norm": (rng.normal(size=(4, 3, 5)), rng.normal(size=3), rng.normal(size=3))}
