"""Layer norm, backward written node by node."""
import numpy as np


def layernorm_forward(x, g, b, eps=1e-5):
    d = x.shape[-1]
    mu = np.sum(x, axis=-1, keepdims=True) / d
    xc = x - mu
    sq = xc ** 2
    var = np.sum(sq, axis=-1, keepdims=True) / d
    sd = np.sqrt(var + eps)
    isd = 1.0 / sd
    nrm = xc * isd
    y = g * nrm + b
    return y, (nrm, g, isd, sd, xc, d)


def layernorm_backward(dy, cache):
    nrm, g, isd, sd, xc, d = cache
    lead = tuple(range(dy.ndim - 1))
    db = np.sum(dy, axis=lead)
    dg = np.sum(dy * nrm, axis=lead)
    dnrm = dy * g
    disd = np.sum(dnrm * xc, axis=-1, keepdims=True)
    dxc = dnrm * isd
    dsd = -disd / sd ** 2
    dvar = 0.5 * dsd / sd
    dsq = np.ones_like(xc) * dvar / d
    dxc = dxc + 2 * xc * dsq
    dmu = -np.sum(dxc, axis=-1, keepdims=True)
    dx = dxc + np.ones_like(xc) * dmu / d
    return dx, dg, db


def cases():
    r = np.random.default_rng(3)
    return {'layernorm_forward': (r.normal(size=(2, 3, 6)), r.normal(size=6), r.normal(size=6))}
