# expect: 29 overwritten-path
import numpy as np


def conv_forward(x, w, b, step):
    N, C, H, W = x.shape
    F, _, kh, kw = w.shape
    oh = (H - kh) // step + 1
    ow = (W - kw) // step + 1
    y = np.zeros((N, F, oh, ow))
    for r in range(oh):
        for s in range(ow):
            patch = x[:, :, r * step:r * step + kh, s * step:s * step + kw]
            y[:, :, r, s] = np.tensordot(patch, w, axes=([1, 2, 3], [1, 2, 3])) + b
    return y, (x, w, b, step)


def conv_backward(dy, cache):
    x, w, b, step = cache
    kh, kw = w.shape[2:]
    dx = np.zeros_like(x)
    dw = np.zeros_like(w)
    for r in range(dy.shape[2]):
        for s in range(dy.shape[3]):
            rows = slice(r * step, r * step + kh)
            cols = slice(s * step, s * step + kw)
            g = dy[:, :, r, s]
            dw += np.tensordot(g, x[:, :, rows, cols], axes=(0, 0))
            dx[:, :, rows, cols] = np.tensordot(g, w, axes=(1, 0))
    db = dy.sum(axis=(0, 2, 3))
    return dx, dw, db


def cases():
    rng = np.random.default_rng(0)
    return {"conv": (rng.normal(size=(2, 6, 8, 9)), rng.normal(size=(5, 6, 4, 3)), rng.normal(size=5), 2)}
