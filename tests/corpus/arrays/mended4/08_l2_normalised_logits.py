# right
import numpy as np


def arc_loss(W, feats, labels, scale=8.0):
    """cosine softmax: the class vectors W (K, D) are normalised, the features too (they are constants)"""
    n = len(labels)
    f = feats / np.linalg.norm(feats, axis=1, keepdims=True)
    norm = np.linalg.norm(W, axis=1, keepdims=True)
    u = W / norm
    logits = scale * f @ u.T
    logits -= logits.max(1, keepdims=True)
    p = np.exp(logits)
    p /= p.sum(1, keepdims=True)
    loss = -np.log(p[np.arange(n), labels]).mean()
    d = p.copy()
    d[np.arange(n), labels] -= 1
    du = scale * d.T @ f / n
    dW = (du - u * (du * u).sum(1, keepdims=True)) / norm
    return loss, dW


def cases():
    r = np.random.default_rng(9)
    return {"arc_loss": (r.normal(size=(3, 5)), r.normal(size=(7, 5)), r.integers(0, 3, 7))}
