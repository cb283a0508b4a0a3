import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d_forward(x, w, b):
    kh, kw = w.shape[2:]
    win = sliding_window_view(x, (kh, kw), axis=(2, 3))
    out = np.einsum("nchwij,fcij->nfhw", win, w) + b[:, None, None]
    return out, (win, w)


def conv2d_backward(dout, cache):
    """Stride 1, no padding: dx is the full correlation of dout with the flipped kernels."""
    win, w = cache
    kh, kw = w.shape[2:]
    dw = np.einsum("nchwij,nfhw->fcij", win, dout)
    db = dout.sum((0, 2, 3))
    full = np.pad(dout, ((0, 0), (0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1)))
    dwin = sliding_window_view(full, (kh, kw), axis=(2, 3))
    dx = np.tensordot(dwin, w[:, :, ::-1, ::-1], axes=([1, 4, 5], [0, 2, 3])).transpose(0, 3, 1, 2)
    return dx, dw, db


def conv1d_forward(x, w):
    """x (N, L), w (K,): valid correlation along the rows."""
    return sliding_window_view(x, len(w), axis=1) @ w, (x, w)


def conv1d_backward(dout, cache):
    x, w = cache
    dw = np.array([np.sum(dout * x[:, k : k + dout.shape[1]]) for k in range(len(w))])
    dx = np.stack([np.convolve(row, w) for row in dout])
    return dx, dw


def cases():
    rng = np.random.default_rng(53)
    return {
        "conv2d": (rng.normal(size=(2, 3, 6, 7)), rng.normal(size=(5, 3, 4, 2)), rng.normal(size=5)),
        "conv1d": (rng.normal(size=(4, 7)), rng.normal(size=3)),
    }
