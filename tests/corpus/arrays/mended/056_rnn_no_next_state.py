# right
import numpy as np


def rnn_forward(x, h0, Wx, Wh, b):
    N, T, D = x.shape
    h = np.zeros((N, T, h0.shape[1]))
    prev = h0
    for t in range(T):
        prev = np.tanh(x[:, t] @ Wx + prev @ Wh + b)
        h[:, t] = prev
    return h, (x, h0, h, Wx, Wh)


def rnn_backward(dout, cache):
    x, h0, h, Wx, Wh = cache
    N, T, D = x.shape
    dx = np.zeros_like(x)
    dWx = np.zeros_like(Wx)
    dWh = np.zeros_like(Wh)
    db = np.zeros(Wh.shape[0])
    dh_next = np.zeros_like(h0)
    for t in reversed(range(T)):
        dh = dout[:, t] + dh_next
        da = dh * (1 - h[:, t] ** 2)
        prev = h[:, t - 1] if t > 0 else h0
        dx[:, t] = da @ Wx.T
        dWx += x[:, t].T @ da
        dWh += prev.T @ da
        db += da.sum(axis=0)
        dh_next = da @ Wh.T
    return dx, dh_next, dWx, dWh, db


def cases():
    rng = np.random.default_rng(0)
    N, T, D, H = 3, 4, 5, 6
    return {
        "rnn": (
            rng.normal(size=(N, T, D)),
            rng.normal(size=(N, H)),
            rng.normal(size=(D, H)) * 0.5,
            rng.normal(size=(H, H)) * 0.5,
            rng.normal(size=H) * 0.1,
        )
    }
