import numpy as np


def triplet(a, p, n, margin=1.0):
    dp, dn = a - p, a - n
    gap = (dp ** 2).sum(1) - (dn ** 2).sum(1) + margin
    on = (gap > 0)[:, None] / len(a)
    # a's: 2(a-p) - 2(a-n) = 2(n-p)
    return np.maximum(gap, 0).mean(), {"a": 2 * on * (n - p), "p": -2 * on * dp, "n": 2 * on * dn}


def contrastive(u, v, same, m=2.0):
    diff = u - v
    dist = np.linalg.norm(diff, axis=1)
    short = np.maximum(m - dist, 0)
    loss = .5 * np.sum(same * dist ** 2 + (1 - same) * short ** 2)
    coef = np.where(same == 1, 1.0, -short / dist)
    du = coef[:, None] * diff
    return loss, dict(u=du, v=-du)


def cases():
    r = np.random.default_rng(10)
    f = lambda: r.normal(size=(5, 3))
    return {"triplet": (f(), f(), f()), "contrastive": (f(), f(), np.array([1, 0, 0, 1, 0]))}
