import numpy as np

sig = lambda a: 1 / (1 + np.exp(-a))


def gru_forward(x, h0, Wx, Wh, b):
    """x (T, N, D), gates in the order z, r, n along the last axis; n uses (r*h) @ U"""
    T = len(x)
    H = h0.shape[1]
    hs, tape = [], []
    h = h0
    for t in range(T):
        a = x[t] @ Wx + b
        zr = sig(a[:, :2 * H] + h @ Wh[:, :2 * H])
        z, r = zr[:, :H], zr[:, H:]
        n = np.tanh(a[:, 2 * H:] + (r * h) @ Wh[:, 2 * H:])
        tape.append((h, z, r, n))
        h = n + z * (h - n)
        hs.append(h)
    return np.stack(hs), (x, Wx, Wh, tape)


def gru_backward(dhs, cache):
    x, Wx, Wh, tape = cache
    H = Wh.shape[0]
    dx, dWx, dWh = np.empty_like(x), np.zeros_like(Wx), np.zeros_like(Wh)
    db = np.zeros(3 * H)
    carry = 0
    for t in reversed(range(len(tape))):
        hp, z, r, n = tape[t]
        dh = dhs[t] + carry
        dn = dh * (1 - z) * (1 - n ** 2)
        dz = dh * (hp - n) * z * (1 - z)
        drh = dn @ Wh[:, 2 * H:].T
        dr = drh * hp * r * (1 - r)
        da = np.hstack([dz, dr, dn])
        dx[t] = da @ Wx.T
        dWx += x[t].T @ da
        db += da.sum(axis=0)
        dWh[:, :2 * H] += hp.T @ da[:, :2 * H]
        dWh[:, 2 * H:] += (r * hp).T @ dn
        carry = dh * z + drh * r + da[:, :2 * H] @ Wh[:, :2 * H].T
    return dx, carry, dWx, dWh, db


def cases():
    r = np.random.default_rng(7)
    D, H, N = 3, 4, 2
    return {"gru_forward": (r.normal(size=(5, N, D)), r.normal(size=(N, H)), r.normal(size=(D, 3 * H)) * .6,
                            r.normal(size=(H, 3 * H)) * .6, r.normal(size=3 * H))}
