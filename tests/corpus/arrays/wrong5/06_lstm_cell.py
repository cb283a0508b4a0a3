# expect: 25 overwritten-path
import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def lstm_forward(x, h_prev, c_prev, Wx, Wh, b):
    H = h_prev.shape[1]
    a = x.dot(Wx) + h_prev.dot(Wh) + b
    i, f, o = sigmoid(a[:, :H]), sigmoid(a[:, H:2 * H]), sigmoid(a[:, 2 * H:3 * H])
    g = np.tanh(a[:, 3 * H:])
    c = f * c_prev + i * g
    tc = np.tanh(c)
    out = np.concatenate([o * tc, c], axis=1)
    return out, (x, h_prev, c_prev, Wx, Wh, i, f, o, g, tc)


def lstm_backward(dout, cache):
    x, h_prev, c_prev, Wx, Wh, i, f, o, g, tc = cache
    H = h_prev.shape[1]
    dh, dc = dout[:, :H], dout[:, H:].copy()
    do = dh * tc
    dc = dh * o * (1 - tc ** 2)
    di, df, dg = dc * g, dc * c_prev, dc * i
    da = np.hstack([di * i * (1 - i), df * f * (1 - f), do * o * (1 - o), dg * (1 - g ** 2)])
    return da.dot(Wx.T), da.dot(Wh.T), dc * f, x.T.dot(da), h_prev.T.dot(da), da.sum(0)


def cases():
    r = np.random.default_rng(4)
    n = lambda *s: r.normal(size=s)
    return {"lstm": (n(4, 3), n(4, 2), n(4, 2), n(3, 8), n(2, 8), n(8))}
