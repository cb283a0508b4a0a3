# right
import numpy as np


def conv1d_forward(x, k):
    n, m = len(x), len(k)
    out = np.zeros(n - m + 1)
    for t in range(n - m + 1):
        out[t] = np.dot(x[t : t + m], k)
    return out, (x, k)


def conv1d_backward(dout, cache):
    x, k = cache
    m = len(k)
    padded = np.pad(dout, (m - 1, m - 1))
    flipped = k[::-1]
    dx = np.array([np.dot(padded[t : t + m], flipped) for t in range(len(x))])
    dk = np.array([np.dot(dout, x[i : i + len(dout)]) for i in range(m)])
    return dx, dk


def cases():
    rng = np.random.default_rng(0)
    return {"conv1d": (rng.normal(size=6), rng.normal(size=3))}
