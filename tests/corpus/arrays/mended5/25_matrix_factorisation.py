# right
import numpy as np


def mf_loss(U, V, R, M, lam=0.1):
    """M masks the known ratings."""
    E = M * (U @ V.T - R)
    loss = np.sum(E ** 2) + lam * (np.sum(U ** 2) + np.sum(V ** 2))
    dU = 2 * E @ V + 2 * lam * U
    dV = 2 * E.T @ U + 2 * lam * V
    return loss, {"dU": dU, "dV": dV}


def cases():
    r = np.random.default_rng(25)
    return {"mf_loss": (r.normal(size=(4, 2)), r.normal(size=(5, 2)), r.normal(size=(4, 5)), (r.random((4, 5)) < .6) * 1.0)}
