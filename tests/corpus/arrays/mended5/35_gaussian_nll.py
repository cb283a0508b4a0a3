# right
# right
import numpy as np


def gauss_nll(params, X, y):
    """Heteroscedastic regression: mean and log standard deviation both linear."""
    mu = X @ params["wm"] + params["bm"]
    ls = X @ params["ws"]
    inv = np.exp(-ls)
    t = (y - mu) * inv
    loss = np.mean(0.5 * t ** 2 + ls)
    n = len(y)
    dmu = -t * inv / n
    dls = (1 - t ** 2) / n
    return loss, {"wm": X.T @ dmu, "bm": dmu.sum(), "ws": X.T @ dls}


def cases():
    r = np.random.default_rng(36)
    p = {"wm": r.normal(size=3), "bm": np.array(.4), "ws": r.normal(size=3) / 2}
    return {"gauss_nll": (p, r.normal(size=(6, 3)), r.normal(size=6))}
