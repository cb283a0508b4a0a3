# expect: 15/16 ties
import numpy as np


def mpool_forward(x, k):
    """Non-overlapping max over the last axis, (N, L) -> (N, L // k)."""
    N, L = x.shape
    win = x.reshape(N, L // k, k)
    top = win.max(axis=2)
    return top, (win, top)


def mpool_backward(dout, cache):
    win, top = cache
    hit = (win == top[:, :, None]).astype(float)
    dwin = hit * dout[:, :, None]
    return dwin.reshape(win.shape[0], -1)


def cases():
    x = np.array([
        [0.5, 2.0, 2.0, -1.0, 0.3, -0.7],
        [1.2, 1.1, -0.4, 0.9, 0.0, 0.9],
        [-2.0, -1.5, 0.6, 0.8, 0.1, -0.2],
        [0.7, 0.2, 0.7, 3.0, -1.0, 1.5],
    ])
    return {"mpool": (x, 3)}
