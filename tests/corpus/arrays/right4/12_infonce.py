import numpy as np


def log_softmax(a, axis):
    a = a - a.max(axis=axis, keepdims=True)
    return a - np.log(np.exp(a).sum(axis=axis, keepdims=True))


def unit(v):
    n = np.sqrt((v ** 2).sum(1, keepdims=True))
    return v / n, n


def clip_loss(A, B, logt):
    """the symmetric contrastive loss of CLIP; logt is the log of the inverse temperature"""
    a, na = unit(A)
    b, nb = unit(B)
    cos = a @ b.T
    L = np.exp(logt) * cos
    n = len(A)
    rows, cols = log_softmax(L, 1), log_softmax(L, 0)
    loss = -(np.trace(rows) + np.trace(cols)) / (2 * n)
    dL = (np.exp(rows) + np.exp(cols)) / (2 * n)
    dL[np.diag_indices(n)] -= 1 / n
    dcos = dL * np.exp(logt)
    da, db = dcos @ b, dcos.T @ a
    project = lambda g, u, norm: (g - u * (u * g).sum(axis=1, keepdims=True)) / norm
    return loss, {"A": project(da, a, na), "B": project(db, b, nb), "logt": np.sum(dL * L)}


def cases():
    r = np.random.default_rng(13)
    return {"clip_loss": (r.normal(size=(5, 3)), r.normal(size=(5, 3)), 0.7)}
