import numpy as np


def sgns(V, U, centre, context, negatives):
    """skip-gram with negative sampling, summed over the pairs; negatives (B, K) may repeat the context word"""
    idx = np.concatenate([context[:, None], negatives], axis=1)
    vc = V[centre]
    uo = U[idx]
    score = np.einsum("bkd,bd->bk", uo, vc)
    label = np.zeros(idx.shape)
    label[:, 0] = 1
    loss = np.logaddexp(0, np.where(label == 1, -score, score)).sum()
    d = 1 / (1 + np.exp(-score)) - label
    dV = np.zeros_like(V)
    np.add.at(dV, centre, np.einsum("bk,bkd->bd", d, uo))
    dU = np.zeros_like(U)
    np.add.at(dU, idx.ravel(), (d[..., None] * vc[:, None, :]).reshape(-1, V.shape[1]))
    return loss, {"V": dV, "U": dU}


def glove(W, C, bw, bc, X):
    """weighted least squares of GloVe over all non-zero counts"""
    i, j = np.nonzero(X)
    c = X[i, j]
    f = np.minimum(1.0, (c / 10.0) ** 0.75)
    e = np.sum(W[i] * C[j], axis=1) + bw[i] + bc[j] - np.log(c)
    fe = np.zeros(X.shape)
    fe[i, j] = 2 * f * e                    # (i, j) are distinct here, plain assignment will do
    return (f * e * e).sum(), {"W": fe @ C, "C": fe.T @ W, "bw": fe.sum(axis=1), "bc": fe.sum(axis=0)}


def cases():
    r = np.random.default_rng(28)
    return {
        "sgns": (r.normal(size=(6, 3)), r.normal(size=(7, 3)), np.array([0, 4, 4, 1]), np.array([2, 2, 6, 0]), r.integers(0, 7, size=(4, 3))),
        "glove": (r.normal(size=(4, 3)), r.normal(size=(5, 3)), r.normal(size=4), r.normal(size=5), r.integers(0, 25, size=(4, 5)).astype(float)),
    }
