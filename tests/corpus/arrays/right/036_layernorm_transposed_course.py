import numpy as np


def layernorm_forward(x, gamma, beta, ln_param):
    eps = ln_param.get("eps", 1e-5)
    # work on the transpose so that the code looks just like batch normalisation
    x_T = x.T
    mu = np.mean(x_T, axis=0)
    var = np.var(x_T, axis=0)
    std = np.sqrt(var + eps)
    x_norm = ((x_T - mu) / std).T
    out = gamma * x_norm + beta
    cache = (x_norm, gamma, std)
    return out, cache


def layernorm_backward(dout, cache):
    x_norm, gamma, std = cache
    dbeta = dout.sum(axis=0)
    dgamma = np.sum(dout * x_norm, axis=0)
    dx_norm = (dout * gamma).T
    xn = x_norm.T
    D = xn.shape[0]
    dx = 1 / (D * std) * (D * dx_norm - np.sum(dx_norm, axis=0) - xn * np.sum(dx_norm * xn, axis=0))
    return dx.T, dgamma, dbeta


def cases():
    rng = np.random.default_rng(38)
    x = rng.normal(size=(4, 5))
    gamma = rng.normal(size=5)
    beta = rng.normal(size=5)
    return {"layernorm": (x, gamma, beta, {"eps": 1e-5})}
