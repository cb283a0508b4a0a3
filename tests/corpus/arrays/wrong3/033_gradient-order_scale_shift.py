# expect: 14 gradient-order
import numpy as np


def modulate(x, scale, shift):
    return x * (1 + scale) + shift, (x, scale)


def modulate_backward(dout, cache):
    x, scale = cache
    dx = dout * (1 + scale)
    dscale = (dout * x).sum(axis=0)
    dshift = dout.sum(axis=0)
    return dx, dshift, dscale


def film(x, z, W):
    """feature-wise modulation: the conditioning vector z (N, K) makes a scale and a shift per row"""
    n, d = x.shape
    h = z @ W
    scale, shift = h[:, :d], h[:, d:]
    return x * (1 + scale) + shift, (x, z, W, scale)


def film_backward(dout, cache):
    x, z, W, scale = cache
    dx = dout * (1 + scale)
    dh = np.concatenate([dout * x, dout], axis=1)
    return dx, dh @ W.T, z.T @ dh


def cases():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(4, 3))
    return {"modulate": (x, rng.normal(size=3), rng.normal(size=3)), "film": (x, rng.normal(size=(4, 2)), rng.normal(size=(2, 6)))}
