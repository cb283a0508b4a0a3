# right
# right
import numpy as np


def highway_forward(x, Wt, bt, Wh, bh):
    gate = 1 / (1 + np.exp(-(x @ Wt + bt)))
    cand = np.tanh(x @ Wh + bh)
    y = gate * cand + (1 - gate) * x
    return y, (x, Wt, Wh, gate, cand)


def highway_backward(dy, cache):
    x, Wt, Wh, gate, cand = cache
    grads = {}
    dgate = dy * (cand - x)
    dcand = dy * gate
    dx = dy * (1 - gate)
    dzt = dgate * gate * (1 - gate)
    dzh = dcand * (1 - cand * cand)
    grads["Wt"] = x.T @ dzt
    grads["bt"] = dzt.sum(axis=0)
    grads["Wh"] = x.T @ dzh
    grads["bh"] = dzh.sum(axis=0)
    dx += dzt @ Wt.T
    dx += dzh @ Wh.T
    grads["x"] = dx
    return grads


def cases():
    rng = np.random.default_rng(0)
    return {
        "highway": (
            rng.normal(size=(4, 5)), rng.normal(size=(5, 5)), rng.normal(size=5),
            rng.normal(size=(5, 5)), rng.normal(size=5),
        )
    }
