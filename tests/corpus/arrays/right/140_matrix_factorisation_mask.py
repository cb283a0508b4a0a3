import numpy as np


def mf_loss(U, V, R, mask, reg):
    """R: (users, items) ratings; only entries with mask = 1 were observed."""
    E = mask * (U @ V.T - R)
    loss = 0.5 * np.sum(E**2) + 0.5 * reg * (np.sum(U**2) + np.sum(V**2))
    dU = E @ V + reg * U
    dV = E.T @ U + reg * V
    return loss, dU, dV


def cases():
    rng = np.random.default_rng(140)
    users, items, k = 4, 5, 3
    R = rng.normal(size=(users, items))
    mask = (rng.random((users, items)) < 0.6).astype(int)
    return {"mf_loss": (rng.normal(size=(users, k)), rng.normal(size=(items, k)), R, mask, 0.15)}
