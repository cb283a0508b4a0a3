import numpy as np


def sig(v):
    return .5 * (1 + np.tanh(.5 * v))


def gru_forward(x, h, Wx, Wh, b):
    H = h.shape[1]
    ax, ah = x @ Wx + b, h @ Wh
    zr = sig(ax[:, :2 * H] + ah[:, :2 * H])
    z, r = zr[:, :H], zr[:, H:]
    n = np.tanh(ax[:, 2 * H:] + r * ah[:, 2 * H:])
    new = n + z * (h - n)
    return new, (x, h, Wx, Wh, z, r, n, ah[:, 2 * H:])


def gru_backward(dnew, cache):
    x, h, Wx, Wh, z, r, n, ahn = cache
    dn = dnew * (1 - z) * (1 - n * n)
    dz = dnew * (h - n) * z * (1 - z)
    dr = dn * ahn * r * (1 - r)
    dax = np.hstack((dz, dr, dn))
    dah = np.hstack((dz, dr, dn * r))
    dh = dah @ Wh.T
    dh += dnew * z
    return dax @ Wx.T, dh, x.T @ dax, h.T @ dah, dax.sum(0)


def cases():
    r = np.random.default_rng(8)
    return {"gru": (r.normal(size=(4, 3)), r.normal(size=(4, 2)), r.normal(size=(3, 6)), r.normal(size=(2, 6)), r.normal(size=6))}
