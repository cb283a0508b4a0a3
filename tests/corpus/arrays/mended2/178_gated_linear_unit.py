# right
import numpy as np


def glu_forward(x, Wv, Wg):
    value = x @ Wv
    pre = x @ Wg
    gate = 1 / (1 + np.exp(-pre))
    return value * gate, (x, Wv, Wg, value, gate)


def glu_backward(dout, cache):
    x, Wv, Wg, value, gate = cache
    dvalue = dout * gate
    dpre = dout * value * gate * (1 - gate)
    dWv = x.T @ dvalue
    dWg = x.T @ dpre
    dx = dvalue @ Wv.T + dpre @ Wg.T
    return dx, dWv, dWg


def cases():
    rng = np.random.default_rng(0)
    return {"glu": (rng.normal(size=(4, 5)), rng.normal(size=(5, 3)), rng.normal(size=(5, 3)))}
