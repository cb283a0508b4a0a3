"""Average pooling for windows that tile the image, and the global variant."""
import numpy as np


def avg_pool(x, k):
    n, c, h, w = x.shape
    assert h % k == 0 and w % k == 0
    return x.reshape(n, c, h // k, k, w // k, k).mean(axis=(3, 5)), k


def avg_pool_back(dout, k):
    up = np.repeat(np.repeat(dout, k, axis=2), k, axis=3)
    return up / (k * k)


def global_avg(x):
    return x.mean(axis=(2, 3)), x.shape


def global_avg_back(dout, shape):
    area = shape[2] * shape[3]
    return np.broadcast_to(dout[:, :, None, None] / area, shape).copy()


def cases():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 3, 4, 6))
    return {"avg_pool": (x, 2), "global_avg": (x,)}
