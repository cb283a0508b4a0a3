# expect: 26 doubled-path, constant-factor
import numpy as np


def bn_forward(x, gamma, beta):
    eps = 1e-5
    mu = np.mean(x, axis=0)
    xc = x - mu
    var = np.mean(xc**2, axis=0)
    std = np.sqrt(var + eps)
    xn = xc / std
    return gamma * xn + beta, (xc, xn, std, gamma)


def bn_backward(dout, cache):
    xc, xn, std, gamma = cache
    n = xc.shape[0]
    dbeta = dout.sum(axis=0)
    dgamma = np.sum(xn * dout, axis=0)
    dxn = gamma * dout
    dxc = dxn / std
    dstd = -np.sum((dxn * xc) / (std * std), axis=0)
    dvar = 0.5 * dstd / std
    dxc += (2.0 / n) * xc * dvar
    dmu = np.sum(dxc, axis=0)
    dx = 2 * dxc - dmu / n
    return dx, dgamma, dbeta


def cases():
    rng = np.random.default_rng(12)
    return {"bn": (rng.normal(size=(4, 5)) + 0.4, rng.normal(size=5), rng.normal(size=5))}
