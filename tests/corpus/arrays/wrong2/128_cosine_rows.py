# expect: 16 missing-path
import numpy as np


def cosine_forward(a, b):
    na = np.sqrt(np.sum(a * a, axis=1))
    nb = np.sqrt(np.sum(b * b, axis=1))
    c = np.sum(a * b, axis=1) / (na * nb)
    return c, (a, b, na, nb, c)


def cosine_backward(dc, cache):
    a, b, na, nb, c = cache
    k = (dc / (na * nb))[:, None]
    da = k * b - (dc * c / na ** 2)[:, None] * a
    db = k * a
    return da, db


def cases():
    rng = np.random.default_rng(0)
    return {"cosine": (rng.normal(size=(3, 5)), rng.normal(size=(3, 5)))}
