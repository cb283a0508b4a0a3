# expect: 20 broadcast-not-summed, wrong-axis
import numpy as np


def conv1d_forward(x, w, b, stride=2, pad=1):
    N, C, L = x.shape
    F, _, K = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad)))
    T = (L + 2 * pad - K) // stride + 1
    cols = np.stack([xp[:, :, t * stride:t * stride + K].reshape(N, -1) for t in range(T)], axis=1)
    y = cols @ w.reshape(F, -1).T + b
    return y.transpose(0, 2, 1), (x.shape, cols, w, stride, pad)


def conv1d_backward(dy, cache):
    (N, C, L), cols, w, stride, pad = cache
    F, _, K = w.shape
    d = dy.transpose(0, 2, 1)
    dw = np.einsum('ntf,ntk->fk', d, cols).reshape(w.shape)
    db = d.sum(0)
    dcols = d @ w.reshape(F, -1)
    dxp = np.zeros((N, C, L + 2 * pad))
    for t in range(d.shape[1]):
        dxp[:, :, t * stride:t * stride + K] += dcols[:, t].reshape(N, C, K)
    return dxp[:, :, pad:-pad], dw, db


def cases():
    r = np.random.default_rng(13)
    return {"conv1d": (r.normal(size=(2, 3, 7)), r.normal(size=(4, 3, 3)), r.normal(size=4))}
