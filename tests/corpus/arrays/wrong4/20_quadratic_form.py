# expect: 16 gradient-order, sign
import numpy as np


def mahal_forward(a, b, M):
    """row by row (a - b)^T M (a - b); M need not be symmetric"""
    d = a - b
    Md = d @ M.T
    return np.einsum("nd,nd->n", d, Md), (d, Md, M)


def mahal_backward(dout, cache):
    d, Md, M = cache
    g = dout[:, None] * (Md + d @ M)
    dM = (dout[:, None] * d).T @ d
    return -g, g, dM


def cases():
    r = np.random.default_rng(24)
    return {"mahal": (r.normal(size=(5, 3)), r.normal(size=(5, 3)), r.normal(size=(3, 3)))}
