import numpy as np


def fm_loss(w0, w, V, X, y, lam_w, lam_v):
    """Factorisation machine of order two, squared error, separate L2 strengths."""
    XV = X @ V
    X2V2 = (X ** 2) @ (V ** 2)
    yhat = w0 + X @ w + 0.5 * (XV ** 2 - X2V2).sum(axis=1)
    r = yhat - y
    n = len(y)
    loss = (r ** 2).sum() / n + lam_w * (w ** 2).sum() + lam_v * (V ** 2).sum()
    dr = 2 * r / n
    g_w0 = dr.sum()
    g_w = X.T @ dr + 2 * lam_w * w
    g_V = X.T @ (dr[:, None] * XV) - V * ((X ** 2).T @ dr)[:, None] + 2 * lam_v * V
    return loss, (g_w0, g_w, g_V)


def masked_mf_loss(U, I, ratings, mask, lam):
    """0.5 * sum of squared errors over known entries + 0.5 * lam * (|U|^2 + |I|^2)"""
    err = (U @ I.T - ratings) * mask
    loss = 0.5 * (err ** 2).sum() + 0.5 * lam * ((U ** 2).sum() + (I ** 2).sum())
    return loss, (err @ I + lam * U, err.T @ U + lam * I)


def cases():
    rng = np.random.default_rng(0)
    w0, w, V = 0.3, rng.normal(size=4), rng.normal(size=(4, 2))
    X, y = rng.normal(size=(6, 4)), rng.normal(size=6)
    U, I = rng.normal(size=(4, 2)), rng.normal(size=(5, 2))
    ratings, mask = rng.normal(size=(4, 5)), (rng.normal(size=(4, 5)) > 0) * 1.0
    return {"fm_loss": (w0, w, V, X, y, 0.1, 0.05), "masked_mf_loss": (U, I, ratings, mask, 0.1)}
