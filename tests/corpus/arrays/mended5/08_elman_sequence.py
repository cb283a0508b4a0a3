# right
import numpy as np


def rnn_forward(x, h0, Wx, Wh, b):
    """x: (T, N, D)"""
    hs = [h0]
    for xt in x:
        hs.append(np.tanh(xt @ Wx + hs[-1] @ Wh + b))
    return np.stack(hs[1:]), (x, hs, Wx, Wh)


def rnn_backward(dhs, cache):
    x, hs, Wx, Wh = cache
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros(Wh.shape[1])
    dx = np.zeros_like(x)
    carry = np.zeros_like(hs[0])
    for t in range(len(x) - 1, -1, -1):
        dh = dhs[t] + carry
        da = dh * (1 - hs[t + 1] ** 2)
        dWx += x[t].T @ da
        dWh += hs[t].T @ da
        db += da.sum(0)
        dx[t] = da @ Wx.T
        carry = da @ Wh.T
    return dx, carry, dWx, dWh, db


def cases():
    r = np.random.default_rng(6)
    return {"rnn": (r.normal(size=(4, 2, 3)), r.normal(size=(2, 5)), r.normal(size=(3, 5)), r.normal(size=(5, 5)) / 2, r.normal(size=5))}
