# expect: 37 window-arithmetic
import numpy as np


def _unfold(xp, kh, kw, st):
    N, C, H, W = xp.shape
    oh, ow = (H - kh) // st + 1, (W - kw) // st + 1
    cols = np.empty((N, oh, ow, C, kh, kw))
    for i in range(oh):
        for j in range(ow):
            cols[:, i, j] = xp[:, :, i * st:i * st + kh, j * st:j * st + kw]
    return cols


def convim_forward(x, w, b, st, pad):
    F, C, kh, kw = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = _unfold(xp, kh, kw, st)
    N, oh, ow = cols.shape[:3]
    flat = cols.reshape(N * oh * ow, -1)
    out = flat @ w.reshape(F, -1).T + b
    return out.reshape(N, oh, ow, F).transpose(0, 3, 1, 2), (x.shape, xp.shape, flat, w, st, pad)


def convim_backward(dout, cache):
    xs, xps, flat, w, st, pad = cache
    F, C, kh, kw = w.shape
    N, _, oh, ow = dout.shape
    d = dout.transpose(0, 2, 3, 1).reshape(-1, F)
    db = d.sum(axis=0)
    dw = (d.T @ flat).reshape(w.shape)
    dcols = (d @ w.reshape(F, -1)).reshape(N, oh, ow, C, kh, kw)
    dxp = np.zeros(xps)
    for i in range(oh):
        for j in range(ow):
            dxp[:, :, i * st:i * st + kh, j * st:j * st + kw] += dcols[:, i, j]
    dx = dxp[:, :, pad:-pad, pad:-pad]
    return dx, dw, db


def cases():
    rng = np.random.default_rng(0)
    w, b = rng.normal(size=(5, 6, 3, 2)), rng.normal(size=5)
    return {"convim": (rng.normal(size=(2, 6, 7, 8)), w, b, 2, 0)}
