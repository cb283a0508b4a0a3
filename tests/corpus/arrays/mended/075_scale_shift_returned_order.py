# right
import numpy as np


def film_forward(x, gamma, beta):
    N, C, L = x.shape
    out = x * gamma.reshape(1, C, 1) + beta.reshape(1, C, 1)
    return out, (x, gamma)


def film_backward(dout, cache):
    x, gamma = cache
    dx = dout * gamma.reshape(1, -1, 1)
    dgamma = np.sum(dout * x, axis=(0, 2))
    dbeta = np.sum(dout, axis=(0, 2))
    return dx, dgamma, dbeta


def cases():
    rng = np.random.default_rng(0)
    return {"film": (rng.normal(size=(2, 4, 3)), rng.normal(size=4), rng.normal(size=4))}
