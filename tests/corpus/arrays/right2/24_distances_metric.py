import numpy as np


def sqdist_forward(A, B):
    return (A ** 2).sum(1)[:, None] + (B ** 2).sum(1) - 2 * A @ B.T, (A, B)


def sqdist_backward(dD, cache):
    A, B = cache
    dA = 2 * (dD.sum(1, keepdims=True) * A - dD @ B)
    dB = 2 * (dD.sum(0)[:, None] * B - dD.T @ A)
    return dA, dB


def rbf_forward(X, Z, log_gamma):
    diff = X[:, None] - Z[None]
    d2 = (diff ** 2).sum(-1)
    K = np.exp(-np.exp(log_gamma) * d2)
    return K, (diff, d2, K, np.exp(log_gamma))


def rbf_backward(dK, cache):
    diff, d2, K, g = cache
    w = -g * dK * K
    dX = 2 * np.einsum('ij,ijd->id', w, diff)
    dZ = -2 * np.einsum('ij,ijd->jd', w, diff)
    return dX, dZ, np.sum(w * d2)


def triplet_loss(E, a, p, n, margin):
    """E (N, d) embeddings, index arrays of anchors, positives, negatives; plain distances"""
    u, v = E[a] - E[p], E[a] - E[n]
    du, dv = np.linalg.norm(u, axis=1), np.linalg.norm(v, axis=1)
    h = du - dv + margin
    act = (h > 0) / len(a)
    gu, gv = u / du[:, None] * act[:, None], v / dv[:, None] * act[:, None]
    dE = np.zeros_like(E)
    np.add.at(dE, a, gu - gv)
    np.add.at(dE, p, -gu)
    np.add.at(dE, n, gv)
    return np.maximum(h, 0).mean(), dE


def contrastive_loss(W, X1, X2, same, margin):
    """Hadsell style, shared linear map"""
    D = X1 - X2
    Y = D @ W
    dist = np.sqrt((Y ** 2).sum(1) + 1e-12)
    far = np.maximum(margin - dist, 0)
    loss = 0.5 * np.mean(same * dist ** 2 + (1 - same) * far ** 2)
    coef = (same - (1 - same) * far / dist) / len(D)
    return loss, D.T @ (coef[:, None] * Y)


def cases():
    r = np.random.default_rng(24)
    n = r.normal
    return {'sqdist_forward': (n(size=(3, 2)), n(size=(4, 2))),
            'rbf_forward': (n(size=(3, 2)), n(size=(4, 2)), -0.5),
            'triplet_loss': (n(size=(8, 3)), np.array([0, 1, 2, 0]), np.array([3, 4, 5, 1]), np.array([6, 7, 0, 2]), 0.7),
            'contrastive_loss': (n(size=(4, 2)), n(size=(6, 4)), n(size=(6, 4)), np.array([1., 0, 0, 1, 0, 1]), 3.0)}
