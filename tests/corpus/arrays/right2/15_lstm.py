import numpy as np


def sig(v):
    return 1 / (1 + np.exp(-v))


def lstm_step_forward(x, h, c, Wx, Wh, b):
    H = h.shape[1]
    a = x @ Wx + h @ Wh + b
    i, f, o = (sig(a[:, k * H:(k + 1) * H]) for k in range(3))
    g = np.tanh(a[:, 3 * H:])
    nc = f * c + i * g
    return o * np.tanh(nc), (x, h, c, Wx, Wh, i, f, o, g, nc)


def _step_back(dh, dc, cache):
    x, h, c, Wx, Wh, i, f, o, g, nc = cache
    t = np.tanh(nc)
    dc = dc + dh * o * (1 - t * t)
    da = np.concatenate([dc * g * i * (1 - i), dc * c * f * (1 - f), dh * t * o * (1 - o), dc * i * (1 - g * g)], 1)
    return da @ Wx.T, da @ Wh.T, dc * f, x.T @ da, h.T @ da, da.sum(0)


def lstm_step_backward(dout, cache):
    return _step_back(dout, 0.0, cache)


def lstm_forward(x, h0, Wx, Wh, b):
    """x (N, T, D) -> all hidden states (N, T, H); the cell starts at zero"""
    h, c, hs, caches = h0, np.zeros_like(h0), [], []
    for t in range(x.shape[1]):
        h, cache = lstm_step_forward(x[:, t], h, c, Wx, Wh, b)
        c = cache[-1]
        hs.append(h)
        caches.append(cache)
    return np.stack(hs, 1), caches


def lstm_backward(dout, caches):
    dh, dc = 0.0, 0.0
    dx, dWx, dWh, db = [], 0, 0, 0
    for t in range(len(caches) - 1, -1, -1):
        dxt, dh, dc, a, b_, c_ = _step_back(dout[:, t] + dh, dc, caches[t])
        dx.append(dxt)
        dWx, dWh, db = dWx + a, dWh + b_, db + c_
    return np.stack(dx[::-1], 1), dh, dWx, dWh, db


def cases():
    r = np.random.RandomState(15)
    N, T, D, H = 2, 4, 3, 5
    W = r.randn(D, 4 * H) * .4, r.randn(H, 4 * H) * .4, r.randn(4 * H) * .1
    return {'lstm_step_forward': (r.randn(N, D), r.randn(N, H), r.randn(N, H)) + W,
            'lstm_forward': (r.randn(N, T, D), r.randn(N, H)) + W}
