# expect: 20 doubled-path, constant-factor
import numpy as np


def inorm_forward(x, gain):
    N, C, H, W = x.shape
    m = x.mean(axis=(2, 3), keepdims=True)
    v = x.var(axis=(2, 3), keepdims=True)
    r = 1 / np.sqrt(v + 1e-3)
    xh = (x - m) * r
    return xh * gain[None, :, None, None], (xh, r, gain)


def inorm_backward(dy, cache):
    xh, r, gain = cache
    dgain = (dy * xh).sum(axis=(0, 2, 3))
    g = dy * gain[None, :, None, None]
    g_mean = g.mean(axis=(2, 3), keepdims=True)
    gx_mean = (g * xh).mean(axis=(2, 3), keepdims=True)
    dx = r * (g - 2 * g_mean - xh * gx_mean)
    return dx, dgain


def cases():
    rng = np.random.default_rng(0)
    return {"inorm": (rng.normal(size=(2, 3, 4, 5)), rng.normal(size=3))}
