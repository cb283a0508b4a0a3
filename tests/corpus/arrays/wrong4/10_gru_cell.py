# expect: 28 wrong-variable
import numpy as np


def sigm(x):
    return 1 / (1 + np.exp(-x))


def grucell_forward(x, h, Wz, Wr, Wn, Uz, Ur, Un):
    z = sigm(x.dot(Wz) + h.dot(Uz))
    r = sigm(x.dot(Wr) + h.dot(Ur))
    rh = r * h
    n = np.tanh(x.dot(Wn) + rh.dot(Un))
    h_new = (1 - z) * h + z * n
    return h_new, (x, h, z, r, rh, n, Wz, Wr, Wn, Uz, Ur, Un)


def grucell_backward(dh_new, cache):
    x, h, z, r, rh, n, Wz, Wr, Wn, Uz, Ur, Un = cache
    daz = dh_new * (n - h) * z * (1 - z)
    dan = dh_new * z * (1 - n * n)
    drh = dan.dot(Un.T)
    dar = drh * h * r * (1 - r)
    dh = dh_new * (1 - z) + drh * r + dar.dot(Ur.T) + daz.dot(Uz.T)
    dx = daz.dot(Wz.T) + dar.dot(Wr.T) + dan.dot(Wn.T)
    dUz = h.T.dot(daz)
    dUr = h.T.dot(dar)
    dUn = h.T.dot(dan)
    return dx, dh, x.T.dot(daz), x.T.dot(dar), x.T.dot(dan), dUz, dUr, dUn


def cases():
    r = np.random.default_rng(11)
    D, H, N = 3, 4, 5
    args = [r.normal(size=(N, D)), r.normal(size=(N, H))]
    args += [r.normal(size=(D, H)) for _ in range(3)] + [r.normal(size=(H, H)) for _ in range(3)]
    return {"grucell_forward": tuple(args)}
