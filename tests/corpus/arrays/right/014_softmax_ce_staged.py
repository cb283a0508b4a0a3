import numpy as np


def cross_entropy_forward(scores, labels):
    N = scores.shape[0]
    rows = np.arange(N)
    e = np.exp(scores)
    s = e.sum(axis=1)
    inv = 1.0 / s
    p = e * inv[:, np.newaxis]
    picked = p[rows, labels]
    logs = np.log(picked)
    total = np.sum(logs)
    loss = -total / N
    return loss, (N, rows, labels, e, s, inv, p, picked)


def cross_entropy_backward(dloss, cache):
    N, rows, labels, e, s, inv, p, picked = cache
    dtotal = -dloss / N
    dlogs = dtotal * np.ones(N)
    dpicked = dlogs / picked
    dp = np.zeros_like(p)
    dp[rows, labels] = dpicked
    # p = e * inv, with inv broadcast over the classes
    de = dp * inv[:, np.newaxis]
    dinv = np.sum(dp * e, axis=1)
    ds = -dinv / (s * s)
    de += ds[:, None]
    dscores = de * e
    return dscores


def cases():
    rng = np.random.default_rng(14)
    return {"cross_entropy": (rng.normal(size=(4, 3)), np.array([1, 0, 1, 2]))}
