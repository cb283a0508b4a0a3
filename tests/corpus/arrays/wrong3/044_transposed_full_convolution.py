# expect: 29 transposed
import numpy as np


def correlate_valid(x, k):
    """y[i] = sum_j x[i + j] k[j]"""
    return np.correlate(x, k, mode='valid'), (x, k)


def correlate_valid_pullback(dy, cache):
    x, k = cache
    dk = np.correlate(x, dy, mode='valid')
    dx = np.convolve(dy, k, mode='full')
    return dx, dk


def correlate2(x, k):
    h, w = k.shape
    oh, ow = x.shape[0] - h + 1, x.shape[1] - w + 1
    y = np.array([[np.sum(x[i:i + h, j:j + w] * k) for j in range(ow)] for i in range(oh)])
    return y, (x, k)


def correlate2_pullback(dy, cache):
    x, k = cache
    h, w = k.shape
    dk = correlate2(x, dy)[0]
    padded = np.pad(dy, ((h - 1, h - 1), (w - 1, w - 1)))
    dx = correlate2(padded, k)[0]
    return dx, dk


def cases():
    rng = np.random.default_rng(0)
    return {"correlate_valid": (rng.normal(size=7), rng.normal(size=3)), "correlate2": (rng.normal(size=(5, 6)), rng.normal(size=(2, 3)))}
