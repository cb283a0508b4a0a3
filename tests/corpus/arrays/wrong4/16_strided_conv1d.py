# expect: 28 window-arithmetic, wrong-index
import numpy as np


def conv_forward(x, w, b):
    """x (N, C, T), w (F, C, K); stride 2, padding 1"""
    stride, pad = 2, 1
    N, C, T = x.shape
    F, _, K = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad)))
    To = (T + 2 * pad - K) // stride + 1
    out = np.zeros((N, F, To))
    for t in range(To):
        a = t * stride
        out[:, :, t] = np.tensordot(xp[:, :, a:a + K], w, axes=([1, 2], [1, 2])) + b
    return out, (xp, w, stride, pad)


def conv_backward(dout, cache):
    xp, w, stride, pad = cache
    N, F, To = dout.shape
    K = w.shape[-1]
    dxp = np.zeros_like(xp)
    dw = np.zeros_like(w)
    for t in range(To):
        a = t * stride
        dw += np.tensordot(dout[:, :, t], xp[:, :, a:a + K], axes=(0, 0))
        dxp[:, :, t:t + K] += np.tensordot(dout[:, :, t], w, axes=(1, 0))
    return dxp[:, :, pad:-pad], dw, dout.sum(axis=(0, 2))


def cases():
    r = np.random.default_rng(19)
    return {"conv_forward": (r.normal(size=(2, 3, 8)), r.normal(size=(4, 3, 3)), r.normal(size=4))}
