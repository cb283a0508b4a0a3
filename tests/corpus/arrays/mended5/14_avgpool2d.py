# right
import numpy as np


def avgpool_forward(img, k):
    B, H, W, C = img.shape
    out = np.zeros((B, H // k, W // k, C))
    for a in range(k):
        for b in range(k):
            out += img[:, a::k, b::k, :]
    return out / k ** 2, (k, img.shape)


def avgpool_backward(d, mem):
    k, shape = mem
    g = np.zeros(shape)
    share = d / k ** 2
    for a in range(k):
        for b in range(k):
            g[:, a::k, b::k, :] = share
    return g, None


def cases():
    return {"avgpool": (np.random.default_rng(12).normal(size=(2, 6, 9, 1)), 3)}
