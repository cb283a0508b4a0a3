import numpy as np


def mf_loss(P, Q, bu, bi, users, items, ratings, lam=0.1):
    """sum of squared errors over observed ratings + lam * (|p_u|^2 + |q_i|^2) counted once a rating"""
    pu, qi = P[users], Q[items]
    err = (pu * qi).sum(axis=1) + bu[users] + bi[items] + 3.0 - ratings
    loss = err @ err + lam * (np.sum(pu ** 2) + np.sum(qi ** 2))
    e2 = 2 * err
    dP, dQ = np.zeros_like(P), np.zeros_like(Q)
    np.add.at(dP, users, e2[:, None] * qi + 2 * lam * pu)
    np.add.at(dQ, items, e2[:, None] * pu + 2 * lam * qi)
    return loss, {
        "P": dP,
        "Q": dQ,
        "bu": np.bincount(users, weights=e2, minlength=len(bu)),
        "bi": np.bincount(items, weights=e2, minlength=len(bi)),
    }


def als_style(P, Q, R, M):
    # dense version with a 0/1 mask
    E = M * (P @ Q.T - R)
    return 0.5 * np.sum(E ** 2), {"P": E @ Q, "Q": E.T @ P}


def cases():
    r = np.random.default_rng(16)
    u, i = np.array([0, 2, 2, 1, 0, 3]), np.array([4, 1, 4, 0, 2, 4])
    return {
        "mf_loss": (r.normal(size=(5, 3)), r.normal(size=(6, 3)), r.normal(size=5), r.normal(size=6), u, i, r.uniform(1, 5, 6)),
        "als_style": (r.normal(size=(4, 2)), r.normal(size=(5, 2)), r.normal(size=(4, 5)), (r.random((4, 5)) < .6) * 1.0),
    }
