import numpy as np


def l2norm_forward(x):
    n = np.sqrt((x ** 2).sum(axis=1, keepdims=True))
    y = x / n
    return y, (y, n)


def l2norm_backward(dout, cache):
    y, n = cache
    return (dout - y * np.sum(y * dout, axis=1, keepdims=True)) / n


def cosine_forward(a, b):
    na, nb = np.linalg.norm(a, axis=-1), np.linalg.norm(b, axis=-1)
    c = np.einsum('nd,nd->n', a, b) / (na * nb)
    return c, (a, b, na, nb, c)


def cosine_backward(dc, cache):
    a, b, na, nb, c = cache
    col = lambda v: v[:, None]
    da = col(dc) * (b / col(na * nb) - a * col(c / na ** 2))
    db = col(dc) * (a / col(na * nb) - b * col(c / nb ** 2))
    return da, db


def standardise_forward(x):
    """whole vector to zero mean and unit sample std (n - 1)"""
    n = x.size
    z = (x - x.mean()) / x.std(ddof=1)
    return z, (z, x.std(ddof=1), n)


def standardise_backward(dz, cache):
    z, sd, n = cache
    return (dz - dz.mean() - z * (dz @ z) / (n - 1)) / sd


def minmax_forward(x):
    lo, hi = x.min(), x.max()
    return (x - lo) / (hi - lo), (x, lo, hi)


def minmax_backward(dout, cache):
    x, lo, hi = cache
    y = (x - lo) / (hi - lo)
    dx = dout / (hi - lo)
    dx[x.argmax()] -= (dout * y).sum() / (hi - lo)
    dx[x.argmin()] -= (dout * (1 - y)).sum() / (hi - lo)
    return dx


def cases():
    r = np.random.RandomState(23)
    return {'l2norm_forward': (r.randn(3, 4),), 'cosine_forward': (r.randn(5, 3), r.randn(5, 3)),
            'standardise_forward': (r.randn(7),), 'minmax_forward': (r.randn(6),)}
