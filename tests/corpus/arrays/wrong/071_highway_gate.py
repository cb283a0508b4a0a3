# expect: 16 product-rule-unswapped, wrong-variable
# expect: 17 chain-added
import numpy as np


def highway_forward(x, Wh, bh, Wt, bt):
    h = np.tanh(x @ Wh + bh)
    t = 1 / (1 + np.exp(-(x @ Wt + bt)))
    out = t * h + (1 - t) * x
    return out, (x, Wh, Wt, h, t)


def highway_backward(dout, cache):
    x, Wh, Wt, h, t = cache
    dt = dout * (h - x)
    dh = dout * h
    dzt = dt + t * (1 - t)
    dzh = dh * (1 - h**2)
    dx = dout * (1 - t) + dzt @ Wt.T + dzh @ Wh.T
    dWh = x.T @ dzh
    dbh = dzh.sum(axis=0)
    dWt = x.T @ dzt
    dbt = dzt.sum(axis=0)
    return dx, dWh, dbh, dWt, dbt


def cases():
    rng = np.random.default_rng(0)
    return {"highway": (rng.normal(size=(3, 4)), rng.normal(size=(4, 4)), rng.normal(size=4), rng.normal(size=(4, 4)), rng.normal(size=4))}
