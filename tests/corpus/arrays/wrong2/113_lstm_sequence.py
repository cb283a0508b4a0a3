# expect: 45 overwritten-path
import numpy as np


def sig(v):
    return 1 / (1 + np.exp(-v))


def lstm_forward(xs, Wx, Wh, b):
    """xs (T, N, D) -> all hidden states (T, N, H); starts from zeros."""
    T, N, _ = xs.shape
    H = Wh.shape[0]
    h = np.zeros((N, H))
    c = np.zeros((N, H))
    hs, steps = [], []
    for t in range(T):
        a = xs[t] @ Wx + h @ Wh + b
        i, f, o = sig(a[:, :H]), sig(a[:, H:2 * H]), sig(a[:, 2 * H:3 * H])
        g = np.tanh(a[:, 3 * H:])
        cn = f * c + i * g
        tc = np.tanh(cn)
        steps.append((h, c, i, f, o, g, tc))
        h, c = o * tc, cn
        hs.append(h)
    return np.stack(hs), (xs, Wx, Wh, b, steps)


def lstm_backward(dhs, cache):
    xs, Wx, Wh, b, steps = cache
    dxs = np.zeros_like(xs)
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    carry_h = 0
    carry_c = 0
    for t in reversed(range(len(xs))):
        h, c, i, f, o, g, tc = steps[t]
        dh = dhs[t] + carry_h
        dc = dh * o * (1 - tc ** 2) + carry_c
        da = np.hstack([
            dc * g * i * (1 - i),
            dc * c * f * (1 - f),
            dh * tc * o * (1 - o),
            dc * i * (1 - g ** 2),
        ])
        dWx += xs[t].T @ da
        dWh = h.T @ da
        db += da.sum(axis=0)
        dxs[t] = da @ Wx.T
        carry_h = da @ Wh.T
        carry_c = dc * f
    return dxs, dWx, dWh, db


def cases():
    rng = np.random.default_rng(0)
    return {
        "lstm": (rng.normal(size=(3, 2, 5)), rng.normal(size=(5, 16)), rng.normal(size=(4, 16)), rng.normal(size=16))
    }
