# right
import numpy as np


def smoothed_loss(scores, y, eps):
    n, k = scores.shape
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    q = np.full((n, k), eps / (k - 1))
    q[np.arange(n), y] = 1 - eps
    loss = -np.sum(q * logp) / n
    dscores = (np.exp(logp) - q) / n
    return loss, dscores


def cases():
    rng = np.random.default_rng(11)
    return {"smoothed_loss": (rng.normal(size=(4, 5)), np.array([4, 0, 2, 2]), 0.15)}
