# expect: 16 wrong-power
# expect: 21 unfinished
import numpy as np


def inverse_quadric(x, centres, s):
    """phi[n, k] = 1 / (1 + |x_n - c_k|^2 / s_k^2)"""
    diff = x[:, None] - centres[None]
    d2 = (diff ** 2).sum(-1)
    q = 1 + d2 / s ** 2
    return 1 / q, (diff, d2, q, s)


def inverse_quadric_back(g, cache):
    diff, d2, q, s = cache
    dq = -g / q ** 2
    dd2 = dq / s ** 2
    full = 2 * diff * dd2[:, :, None]
    dx = full.sum(axis=1)
    dcentres = -full.sum(axis=0)
    ds = (dq * d2 * -2 / s ** 3).sum(axis=0)
    return dx, dcentres, ds


def cases():
    rng = np.random.default_rng(0)
    return {"inverse_quadric": (rng.normal(size=(4, 3)), rng.normal(size=(2, 3)), np.abs(rng.normal(size=2)) + 0.5)}
