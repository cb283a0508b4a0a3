import numpy as np


def gauss_nll(mu, L, X):
    """-log N(x; mu, (L L^T)^-1) averaged; L is lower triangular with a positive diagonal (precision factor)."""
    n, d = X.shape
    Lt = np.tril(L)
    R = X - mu
    U = R @ Lt                         # rows u_i = L^T r_i
    loss = 0.5 * np.sum(U * U) / n - np.log(np.diag(Lt)).sum() + 0.5 * d * np.log(2 * np.pi)
    dU = U / n
    dL = R.T @ dU
    dL -= np.diag(1 / np.diag(Lt))
    return loss, {"mu": -(dU @ Lt.T).sum(axis=0), "L": np.tril(dL)}


def gauss_cov_nll(Sigma, X):
    """Zero-mean, full (symmetric as a point, but every entry free) covariance."""
    n = len(X)
    P = np.linalg.inv(Sigma)
    sign, logdet = np.linalg.slogdet(Sigma)
    S = X.T @ X
    loss = 0.5 * n * logdet + 0.5 * np.trace(P @ S)
    return loss, 0.5 * (n * P - P @ S @ P).T


def heteroscedastic(w, v, X, y):
    m, logvar = X @ w, X @ v
    prec = np.exp(-logvar)
    r = y - m
    loss = 0.5 * np.mean(logvar + r * r * prec)
    n = y.size
    return loss, {"w": -X.T @ (r * prec) / n, "v": X.T @ (1 - r ** 2 * prec) / (2 * n)}


def cases():
    r = np.random.default_rng(19)
    A = r.normal(size=(3, 3))
    return {
        "gauss_nll": (r.normal(size=3), np.tril(A) + 3 * np.eye(3), r.normal(size=(6, 3))),
        "gauss_cov_nll": (A @ A.T + np.eye(3), r.normal(size=(5, 3))),
        "heteroscedastic": (r.normal(size=4), r.normal(size=4) * .4, r.normal(size=(6, 4)), r.normal(size=6)),
    }
