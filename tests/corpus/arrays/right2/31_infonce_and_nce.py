import numpy as np


def infonce_loss(Q, K, tau):
    """rows of Q against rows of K, matching index is positive; gradients of both"""
    S = Q @ K.T / tau
    S = S - S.max(1, keepdims=True)
    P = np.exp(S)
    P /= P.sum(1, keepdims=True)
    n = len(Q)
    loss = -np.log(np.diag(P)).mean()
    G = P.copy()
    G.flat[::n + 1] -= 1
    G /= n * tau
    return loss, {'Q': G @ K, 'K': G.T @ Q}


def supcon_loss(Z, labels, tau):
    n = len(Z)
    off = ~np.eye(n, dtype=bool)
    pos = (labels[:, None] == labels) & off
    S = Z @ Z.T / tau
    E = np.exp(S - S.max()) * off
    P = E / E.sum(1, keepdims=True)
    cnt = np.maximum(pos.sum(1), 1)
    has = pos.any(1)
    logP = np.log(P + ~off)
    loss = -((logP * pos).sum(1) / cnt)[has].mean()
    G = (P - pos / cnt[:, None]) * has[:, None] / has.sum() / tau
    return loss, (G + G.T) @ Z


def barlow_loss(W, A, B, lam):
    """redundancy reduction on uncentred projections"""
    n = len(A)
    U, V = A @ W, B @ W
    C = U.T @ V / n
    T = C - np.eye(len(C))
    wgt = np.where(np.eye(len(C)) == 1, 1.0, lam)
    dC = 2 * wgt * T / n
    return (wgt * T ** 2).sum(), A.T @ (V @ dC.T) + B.T @ (U @ dC)


def cases():
    r = np.random.default_rng(31)
    return {'infonce_loss': (r.normal(size=(5, 3)), r.normal(size=(5, 3)), .7),
            'supcon_loss': (r.normal(size=(6, 3)), np.array([0, 1, 0, 1, 2, 0]), .8),
            'barlow_loss': (r.normal(size=(4, 3)), r.normal(size=(7, 4)), r.normal(size=(7, 4)), .1)}
