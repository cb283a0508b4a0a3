# right
import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    mean = x.mean(axis=0)
    var = x.var(axis=0)
    x_norm = (x - mean) / np.sqrt(var + eps)
    out = gamma * x_norm + beta
    cache = {"x": x, "mean": mean, "var": var, "x_norm": x_norm, "gamma": gamma, "eps": eps}
    return out, cache


def batchnorm_backward(dout, cache):
    x, mean, var = cache["x"], cache["mean"], cache["var"]
    x_norm, gamma, eps = cache["x_norm"], cache["gamma"], cache["eps"]
    m = x.shape[0]
    dx_norm = dout * gamma
    dvar = np.sum(dx_norm * (x - mean) * -0.5 * (var + eps) ** (-1.5), axis=0)
    dmean = np.sum(dx_norm * -1 / np.sqrt(var + eps), axis=0) + dvar * np.mean(-2 * (x - mean), axis=0)
    dx = dx_norm / np.sqrt(var + eps) + dvar * 2 * (x - mean) / m + dmean / m
    dgamma = np.sum(dout * x_norm, axis=0)
    dbeta = np.sum(dout, axis=0)
    return dx, dgamma, dbeta


def cases():
    rng = np.random.default_rng(4)
    x = rng.normal(size=(6, 3)) * 1.5 - 0.5
    return {"batchnorm": (x, rng.normal(size=3), rng.normal(size=3), {"mode": "train", "eps": 1e-5})}
