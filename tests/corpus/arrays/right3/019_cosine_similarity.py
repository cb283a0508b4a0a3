import numpy as np


def cosine(a, b, eps=1e-8):
    """Row by row cosine of two (N, D) arrays; eps goes under the root."""
    na = np.sqrt((a * a).sum(axis=1) + eps)
    nb = np.sqrt((b * b).sum(axis=1) + eps)
    dot = (a * b).sum(axis=1)
    return dot / (na * nb), (a, b, na, nb, dot)


def cosine_backward(g, cache):
    """g has shape (N,)"""
    a, b, na, nb, dot = cache
    c = dot / (na * nb)
    g = g[:, None]
    na, nb, c = na[:, None], nb[:, None], c[:, None]
    da = g * (b / (na * nb) - c * a / na ** 2)
    db = g * (a / (na * nb) - c * b / nb ** 2)
    return da, db


def cases():
    rng = np.random.default_rng(0)
    return {"cosine": (rng.normal(size=(4, 3)), rng.normal(size=(4, 3)))}
