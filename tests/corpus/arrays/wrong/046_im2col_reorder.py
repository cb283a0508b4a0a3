# expect: 31 transposed, wrong-axis
import numpy as np


def columns(x, kh, kw):
    N, C, H, W = x.shape
    Ho, Wo = H - kh + 1, W - kw + 1
    cols = np.zeros((C * kh * kw, Ho * Wo * N))
    for i in range(Ho):
        for j in range(Wo):
            k = (i * Wo + j) * N
            cols[:, k : k + N] = x[:, :, i : i + kh, j : j + kw].reshape(N, -1).T
    return cols


def conv_im2col_forward(x, w, b):
    N, C, H, W = x.shape
    F, _, kh, kw = w.shape
    Ho, Wo = H - kh + 1, W - kw + 1
    cols = columns(x, kh, kw)
    out = w.reshape(F, -1) @ cols + b.reshape(-1, 1)
    out = out.reshape(F, Ho, Wo, N).transpose(3, 0, 1, 2)
    return out, (x.shape, w, cols)


def conv_im2col_backward(dout, cache):
    shape, w, cols = cache
    N, F, Ho, Wo = dout.shape
    kh, kw = w.shape[2:]
    db = np.sum(dout, axis=(0, 2, 3))
    dout_mat = dout.transpose(1, 0, 2, 3).reshape(F, -1)
    dw = (dout_mat @ cols.T).reshape(w.shape)
    dcols = w.reshape(F, -1).T @ dout_mat
    dx = np.zeros(shape)
    for i in range(Ho):
        for j in range(Wo):
            k = (i * Wo + j) * N
            dx[:, :, i : i + kh, j : j + kw] += dcols[:, k : k + N].T.reshape(N, -1, kh, kw)
    return dx, dw, db


def cases():
    rng = np.random.default_rng(0)
    return {"conv_im2col": (rng.normal(size=(2, 3, 5, 6)), rng.normal(size=(4, 3, 2, 3)), rng.normal(size=4))}
