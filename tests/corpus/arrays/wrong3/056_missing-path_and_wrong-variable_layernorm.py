# expect: 21 wrong-variable
# expect: 28 missing-path
"""Layer norm, written node by node."""
import numpy as np


def ln_fwd(x, scale, shift, eps=1e-5):
    n = x.shape[1]
    mu = x.sum(axis=1, keepdims=True) / n
    c = x - mu
    v = (c * c).sum(axis=1, keepdims=True) / n
    r = 1 / np.sqrt(v + eps)
    z = c * r
    return scale * z + shift, (x, c, v, r, z, scale, eps)


def ln_bwd(dout, cache):
    x, c, v, r, z, scale, eps = cache
    n = dout.shape[1]
    dshift = dout.sum(axis=0)
    dscale = (dout * x).sum(axis=0)
    dz = dout * scale
    dr = (dz * c).sum(axis=1, keepdims=True)
    dc = dz * r
    dv = -0.5 * dr * (v + eps) ** -1.5
    dc += 2 * c * dv / n
    dmu = -dc.sum(axis=1, keepdims=True)
    dx = dc
    return dx, dscale, dshift


def cases():
    rng = np.random.default_rng(0)
    return {"ln_fwd": (rng.normal(size=(4, 6)) + 1, rng.normal(size=6), rng.normal(size=6))}
