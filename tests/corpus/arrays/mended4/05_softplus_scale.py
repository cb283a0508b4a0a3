# right
import numpy as np


def escala_forward(x, rho):
    """cada coluna é multiplicada por softplus(rho), para que a escala seja positiva"""
    s = np.log1p(np.exp(rho))
    return x * s, (x, rho, s)


def escala_backward(dout, cache):
    x, rho, s = cache
    dx = dout * s
    sig = 1 / (1 + np.exp(-rho))
    drho = np.sum(dout * x, axis=0) * sig
    return dx, drho


def cases():
    r = np.random.default_rng(5)
    return {"escala": (r.normal(size=(5, 3)), r.normal(size=3))}
