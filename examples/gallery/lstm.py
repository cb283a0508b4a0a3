"""One step of an LSTM: three gates that open and close, and a cell that keeps what they let through."""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def lstm_forward(x, h, c, Wx, Wh, b):
    i, f, o, g = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o = sigmoid(i), sigmoid(f), sigmoid(o)
    g = np.tanh(g)
    new_c = f * c + i * g
    tanh_c = np.tanh(new_c)
    new_h = o * tanh_c
    return new_h, (x, h, c, Wx, Wh, i, f, o, g, tanh_c)


def lstm_backward(dh, cache):
    x, h, c, Wx, Wh, i, f, o, g, tanh_c = cache
    do = dh * tanh_c
    dc = dh * o * (1 - tanh_c**2)
    da = np.hstack([dc * g * i * (1 - i), dc * c * f * (1 - f), do * o * (1 - o), dc * i * (1 - g**2)])
    return da @ Wx.T, da @ Wh.T, dc * f, x.T @ da, h.T @ da, da.sum(axis=0)


def cases():
    rng = np.random.default_rng(1)
    N, D, H = 2, 3, 2
    return {
        "lstm": (
            *(rng.normal(size=shape) for shape in ((N, D), (N, H), (N, H))),
            *(rng.normal(size=shape) for shape in ((D, 4 * H), (H, 4 * H), (4 * H,))),
        )
    }
