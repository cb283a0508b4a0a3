# expect: 17 wrong-mask, missing-local-derivative
import numpy as np


def noisy_net_forward(x, w, b, keep):
    z = x @ w + b
    h = np.maximum(z, 0)
    np.random.seed(1)
    keep_mask = np.random.rand(*h.shape) < keep
    out = h * keep_mask / keep
    return out, (x, w, z, out, keep_mask, keep)


def noisy_net_backward(dout, cache):
    x, w, z, out, keep_mask, keep = cache
    dh = dout * keep_mask / keep
    dz = dh * (out >= 0)
    dx = dz @ w.T
    dw = x.T @ dz
    db = np.sum(dz, axis=0)
    return dx, dw, db


def cases():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(4, 3))
    w = rng.normal(size=(3, 6))
    b = rng.normal(size=6)
    return {"noisy_net": (x, w, b, 0.8)}
