# expect: 19 factor-outside-sum
import numpy as np


def planar_nll(w, u, b, z):
    a = z @ w + b
    h = np.tanh(a)
    hp = 1 - h ** 2
    f = z + h[:, None] * u
    uw = u @ w
    det = 1 + hp * uw
    loss = 0.5 * np.sum(f ** 2) - np.sum(np.log(np.abs(det)))

    ddet = -1 / det
    dhp = ddet * uw
    dh = f @ u + dhp * -2 * h
    da = dh * hp
    dw = z.T @ da + np.sum(ddet * hp) * u
    du = h @ f + np.sum(ddet) * np.sum(hp) * w
    return loss, {"w": dw, "u": du, "b": da.sum()}


def cases():
    r = np.random.default_rng(29)
    return {"planar_nll": (r.normal(size=3) / 2, r.normal(size=3) / 2, np.array(0.3), r.normal(size=(5, 3)))}
