# expect: 18 wrong-variable, product-rule-unswapped
import numpy as np


def mf_loss(P, Q, bu, bi, users, items, ratings, lam):
    """Observed-entries factorisation with user and item biases."""
    pu = P[users]
    qi = Q[items]
    guess = np.sum(pu * qi, axis=1) + bu[users] + bi[items]
    err = guess - ratings
    loss = 0.5 * np.sum(err ** 2) + 0.5 * lam * (np.sum(P ** 2) + np.sum(Q ** 2))

    dP = lam * P
    dQ = lam * Q
    dbu = np.zeros_like(bu)
    dbi = np.zeros_like(bi)
    np.add.at(dP, users, err[:, None] * qi)
    np.add.at(dQ, items, err[:, None] * qi)
    np.add.at(dbu, users, err)
    np.add.at(dbi, items, err)
    return loss, dP, dQ, dbu, dbi


def cases():
    rng = np.random.default_rng(0)
    users = np.array([0, 2, 1, 3, 2, 0])
    items = np.array([1, 1, 4, 0, 3, 2])
    return {
        "mf_loss": (
            rng.normal(size=(4, 3)), rng.normal(size=(5, 3)), rng.normal(size=4), rng.normal(size=5),
            users, items, rng.normal(size=6), 0.2,
        )
    }
