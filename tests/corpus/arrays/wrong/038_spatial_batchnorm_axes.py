# expect: 23 wrong-axis, transposed, shape-coincidence
import numpy as np


def spatial_bn_forward(x, gamma, beta):
    N, C, H, W = x.shape
    flat = x.transpose(0, 2, 3, 1).reshape(-1, C)
    mu = flat.mean(axis=0)
    std = np.sqrt(flat.var(axis=0) + 1e-5)
    xhat = (flat - mu) / std
    out = (gamma * xhat + beta).reshape(N, H, W, C).transpose(0, 3, 1, 2)
    return out, (xhat, std, gamma)


def spatial_bn_backward(dout, cache):
    xhat, std, gamma = cache
    N, C, H, W = dout.shape
    dflat = dout.transpose(0, 2, 3, 1).reshape(-1, C)
    dgamma = np.sum(dflat * xhat, axis=0)
    dbeta = np.sum(dflat, axis=0)
    dxhat = dflat * gamma
    dx = (dxhat - dxhat.mean(axis=0) - xhat * np.mean(dxhat * xhat, axis=0)) / std
    dx = dx.reshape(N, C, H, W)
    return dx, dgamma, dbeta


def cases():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 3, 4, 5))
    return {"spatial_bn": (x, rng.normal(size=3), rng.normal(size=3))}
