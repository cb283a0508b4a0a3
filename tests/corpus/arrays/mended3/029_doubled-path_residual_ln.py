# expect: 28 doubled-path
"""Pre-norm residual block: y = x + tanh(norm(x) * g @ W + b)."""
import numpy as np

EPS = 1e-5


def block_forward(x, p):
    mean = x.mean(axis=1, keepdims=True)
    std = np.sqrt(x.var(axis=1, keepdims=True) + EPS)
    n = (x - mean) / std
    u = n * p['g']
    h = np.tanh(u @ p['W'] + p['b'])
    return x + h, (n, std, u, h, p)


def block_backward(dy, cache):
    n, std, u, h, p = cache
    grads = {}
    da = dy * (1 - h * h)
    grads['W'] = u.T @ da
    grads['b'] = da.sum(axis=0)
    du = da @ p['W'].T
    grads['g'] = (du * n).sum(axis=0)
    dn = du * p['g']
    centred = dn - dn.mean(axis=1, keepdims=True)
    dx = (centred - n * (dn * n).mean(axis=1, keepdims=True)) / std
    dx = dy + dx
    return dx, grads


def cases():
    rng = np.random.default_rng(0)
    p = {"W": rng.normal(size=(3, 3)), "b": rng.normal(size=3), "g": rng.normal(size=3)}
    return {"block": (rng.normal(size=(4, 3)), p)}
