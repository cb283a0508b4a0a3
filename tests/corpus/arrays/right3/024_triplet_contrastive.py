import numpy as np


def _dist(u, v):
    return np.sqrt(((u - v) ** 2).sum(axis=1) + 1e-12)


def triplet(a, p, n, margin):
    dp, dn = _dist(a, p), _dist(a, n)
    gap = dp - dn + margin
    loss = np.maximum(gap, 0).sum()
    active = (gap > 0).astype(float)[:, None]
    up = active * (a - p) / dp[:, None]
    un = active * (a - n) / dn[:, None]
    return loss, (up - un, -up, un)


def pair_contrastive(u, v, same, margin):
    """Hadsell et al.: same * d^2 / 2 + (1 - same) * max(0, margin - d)^2 / 2, mean over pairs."""
    d = _dist(u, v)
    short = np.maximum(margin - d, 0)
    loss = 0.5 * np.mean(same * d ** 2 + (1 - same) * short ** 2)
    dd = (same * d - (1 - same) * short) / len(d)
    gu = dd[:, None] * (u - v) / d[:, None]
    return loss, (gu, -gu)


def cases():
    rng = np.random.default_rng(0)
    a, p, n = rng.normal(size=(5, 3)), rng.normal(size=(5, 3)), rng.normal(size=(5, 3))
    return {"triplet": (a, p, n, 0.5), "pair_contrastive": (a, p, np.array([1, 0, 1, 0, 0]), 2.0)}
