# expect: 17 constant-factor
import numpy as np


def avg_pool_forward(x, k):
    N, C, H, W = x.shape
    out = x.reshape(N, C, H // k, k, W // k, k).mean(axis=(3, 5))
    return out, (x.shape, k)


def avg_pool_backward(dout, cache):
    shape, k = cache
    dx = np.zeros(shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            g = dout[:, :, i, j][:, :, None, None]
            dx[:, :, i * k : (i + 1) * k, j * k : (j + 1) * k] = g / k
    return dx


def cases():
    rng = np.random.default_rng(0)
    return {"avg_pool": (rng.normal(size=(3, 5, 4, 6)), 2)}
