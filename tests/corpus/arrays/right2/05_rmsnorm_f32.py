import numpy as np


class Cache:
    __slots__ = ('x', 'r', 'w')

    def __init__(self, x, r, w):
        self.x, self.r, self.w = x, r, w


def rmsnorm_forward(x, w):
    r = np.reciprocal(np.sqrt(np.mean(np.square(x), axis=-1, keepdims=True) + np.float32(1e-6)))
    return x * r * w, Cache(x, r, w)


def rmsnorm_backward(dout, cache):
    x, r, w = cache.x, cache.r, cache.w
    t = dout * w
    dot = np.mean(t * x, axis=-1, keepdims=True)
    dx = r * t - (r * r * r) * dot * x
    dw = (dout * (x * r)).reshape(-1, x.shape[-1]).sum(axis=0)
    return dx, dw


def cases():
    rng = np.random.default_rng(5)
    x = rng.standard_normal((2, 4, 8), dtype=np.float32)
    w = 1 + 0.1 * rng.standard_normal(8, dtype=np.float32)
    return {'rmsnorm_forward': (x, w)}
