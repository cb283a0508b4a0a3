import numpy as np


def get_im2col_indices(x_shape, kh, kw, pad, stride):
    N, C, H, W = x_shape
    oh = (H + 2 * pad - kh) // stride + 1
    ow = (W + 2 * pad - kw) // stride + 1
    i0 = np.tile(np.repeat(np.arange(kh), kw), C)
    i1 = stride * np.repeat(np.arange(oh), ow)
    j0 = np.tile(np.arange(kw), kh * C)
    j1 = stride * np.tile(np.arange(ow), oh)
    i = i0.reshape(-1, 1) + i1.reshape(1, -1)
    j = j0.reshape(-1, 1) + j1.reshape(1, -1)
    k = np.repeat(np.arange(C), kh * kw).reshape(-1, 1)
    return k, i, j, oh, ow


def im2col(x, kh, kw, pad, stride):
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    k, i, j, oh, ow = get_im2col_indices(x.shape, kh, kw, pad, stride)
    cols = xp[:, k, i, j]
    return cols.transpose(1, 2, 0).reshape(cols.shape[1], -1), oh, ow


def col2im(cols, x_shape, kh, kw, pad, stride):
    N, C, H, W = x_shape
    xp = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    k, i, j, _, _ = get_im2col_indices(x_shape, kh, kw, pad, stride)
    back = cols.reshape(C * kh * kw, -1, N).transpose(2, 0, 1)
    np.add.at(xp, (slice(None), k, i, j), back)
    return xp if pad == 0 else xp[:, :, pad:-pad, pad:-pad]


def conv_im2col_forward(x, w, b, stride, pad):
    F, C, kh, kw = w.shape
    cols, oh, ow = im2col(x, kh, kw, pad, stride)
    res = w.reshape(F, -1) @ cols + b.reshape(-1, 1)
    out = res.reshape(F, oh, ow, x.shape[0]).transpose(3, 0, 1, 2)
    return out, (x.shape, w, cols, stride, pad)


def conv_im2col_backward(dout, cache):
    x_shape, w, cols, stride, pad = cache
    F, C, kh, kw = w.shape
    db = np.sum(dout, axis=(0, 2, 3))
    d = dout.transpose(1, 2, 3, 0).reshape(F, -1)
    dw = (d @ cols.T).reshape(w.shape)
    dcols = w.reshape(F, -1).T @ d
    return col2im(dcols, x_shape, kh, kw, pad, stride), dw, db


def cases():
    rng = np.random.default_rng(52)
    x = rng.normal(size=(2, 4, 7, 6))
    w = rng.normal(size=(5, 4, 2, 3))
    b = rng.normal(size=5)
    return {"conv_im2col": (x, w, b, 1, 1)}
