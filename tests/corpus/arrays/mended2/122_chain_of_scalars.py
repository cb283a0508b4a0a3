# right
import numpy as np


def tower_forward(x, w):
    """Four one-unit layers on top of each other, one sample per row."""
    acts = [x]
    for k in range(len(w)):
        acts.append(np.tanh(w[k] * acts[-1]))
    return acts[-1], (acts, w)


def tower_backward(dout, cache):
    acts, w = cache
    dw = np.zeros_like(w)
    g = dout
    for k in range(len(w) - 1, -1, -1):
        g = g * (1 - acts[k + 1] ** 2)
        dw[k] = np.sum(g * acts[k])
        g = w[k] * g
    return g, dw


def cases():
    rng = np.random.default_rng(0)
    return {"tower": (rng.normal(size=5), rng.normal(size=4))}
