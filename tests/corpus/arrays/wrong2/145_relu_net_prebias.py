# expect: 16 wrong-mask
import numpy as np


def net_forward(x, w1, b1, w2, b2):
    lin = x @ w1
    h = np.maximum(lin + b1, 0.0)
    return h @ w2 + b2, (x, w1, w2, lin, h)


def net_backward(dout, cache):
    x, w1, w2, lin, h = cache
    dh = dout @ w2.T
    dw2 = h.T @ dout
    db2 = dout.sum(0)
    dpre = np.where(lin > 0, dh, 0.0)
    dw1 = x.T @ dpre
    db1 = dpre.sum(0)
    dx = dpre @ w1.T
    return dx, dw1, db1, dw2, db2


def cases():
    rng = np.random.default_rng(0)
    return {
        "net": (
            rng.normal(size=(4, 5)), rng.normal(size=(5, 6)), 2 * rng.normal(size=6),
            rng.normal(size=(6, 3)), rng.normal(size=3),
        )
    }
