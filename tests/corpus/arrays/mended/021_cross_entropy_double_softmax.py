# right
import numpy as np


def softmax_cross_entropy(z, y):
    n = z.shape[0]
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(n), y]))
    dz = p.copy()
    dz[np.arange(n), y] -= 1
    dz = dz / n
    return loss, dz


def cases():
    rng = np.random.default_rng(0)
    return {"softmax_cross_entropy": (rng.normal(size=(5, 4)), np.array([0, 3, 1, 1, 2]))}
