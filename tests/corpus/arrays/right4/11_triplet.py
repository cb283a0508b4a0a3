import numpy as np


def perda_tripla(W, ancora, positivo, negativo, margem=1.0):
    """Triplet loss with (not squared) Euclidean distances between embeddings x @ W."""
    ua = ancora @ W - positivo @ W
    un = ancora @ W - negativo @ W
    dp = np.linalg.norm(ua, axis=1)
    dn = np.linalg.norm(un, axis=1)
    folga = dp - dn + margem
    ativo = folga > 0
    perda = np.where(ativo, folga, 0).sum() / max(1, ativo.sum())
    k = ativo / max(1, ativo.sum())
    gp = (k / dp)[:, None] * ua
    gn = (k / dn)[:, None] * un
    # (a-p) and (a-n) multiply W directly
    dW = (ancora - positivo).T @ gp - (ancora - negativo).T @ gn
    return perda, dW


def cases():
    r = np.random.default_rng(12)
    return {"perda_tripla": (r.normal(size=(4, 3)), r.normal(size=(6, 4)), r.normal(size=(6, 4)), r.normal(size=(6, 4)))}
