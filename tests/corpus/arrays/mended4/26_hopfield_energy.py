# right
import numpy as np


def energia(x, W, b):
    """E = -1/2 x'Wx - b'x + sum softplus(x), with W not symmetric"""
    sp = np.logaddexp(0, x)
    e = -0.5 * x @ W @ x - b @ x + sp.sum()
    sig = 1 / (1 + np.exp(-x))
    dx = -0.5 * (W @ x + W.T @ x) - b + sig
    return e, {"x": dx, "W": -0.5 * np.outer(x, x), "b": -x}


def cases():
    r = np.random.default_rng(3)
    return {"energia": (r.normal(size=4), r.normal(size=(4, 4)), r.normal(size=4))}
