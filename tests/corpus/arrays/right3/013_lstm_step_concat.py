import numpy as np


def _sig(a):
    return np.where(a >= 0, 1 / (1 + np.exp(-np.abs(a))), np.exp(-np.abs(a)) / (1 + np.exp(-np.abs(a))))


def lstm_cell(x, h, c, p):
    """Gate order i, f, o, g. p['W'] acts on [x, h]."""
    H = h.shape[1]
    xh = np.concatenate([x, h], axis=1)
    a = xh @ p['W'] + p['b']
    i, f, o = _sig(a[:, :H]), _sig(a[:, H:2 * H]), _sig(a[:, 2 * H:3 * H])
    g = np.tanh(a[:, 3 * H:])
    c_next = f * c + i * g
    h_next = o * np.tanh(c_next)
    return h_next, c_next, (xh, i, f, o, g, c, c_next, p, x.shape[1])


def lstm_cell_grad(dh, dc, tape):
    xh, i, f, o, g, c, c_next, p, D = tape
    tc = np.tanh(c_next)
    dct = dc + dh * o * (1 - tc * tc)
    da = np.concatenate([dct * g * i * (1 - i),
                         dct * c * f * (1 - f),
                         dh * tc * o * (1 - o),
                         dct * i * (1 - g * g)], axis=1)
    grads = {'W': xh.T @ da, 'b': da.sum(axis=0)}
    dxh = da @ p['W'].T
    return dxh[:, :D], dxh[:, D:], dct * f, grads


def cases():
    rng = np.random.default_rng(0)
    x, h, c = rng.normal(size=(3, 2)), rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    p = {"W": 0.5 * rng.normal(size=(6, 16)), "b": rng.normal(size=16)}
    return {"lstm_cell": (x, h, c, p)}
