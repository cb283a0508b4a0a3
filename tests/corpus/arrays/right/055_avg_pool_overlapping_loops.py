import numpy as np


def avg_pool_forward(x, pool_param):
    k, s = pool_param["size"], pool_param["stride"]
    N, C, H, W = x.shape
    oh, ow = (H - k) // s + 1, (W - k) // s + 1
    out = np.zeros((N, C, oh, ow))
    for i in range(oh):
        for j in range(ow):
            out[:, :, i, j] = x[:, :, i * s : i * s + k, j * s : j * s + k].mean(axis=(2, 3))
    return out, (x.shape, k, s)


def avg_pool_backward(dout, cache):
    shape, k, s = cache
    dx = np.zeros(shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            share = dout[:, :, i, j] / (k * k)
            dx[:, :, i * s : i * s + k, j * s : j * s + k] += share[:, :, None, None]
    return dx


def cases():
    rng = np.random.default_rng(60)
    x = rng.normal(size=(2, 4, 7, 5))
    return {"avg_pool": (x, {"size": 3, "stride": 2})}
