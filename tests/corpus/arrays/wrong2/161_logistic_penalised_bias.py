# expect: 13 regularisation-mismatch
import numpy as np


def cost(w, b, X, t, alpha):
    """t in {-1, +1}; b holds a single number."""
    n = X.shape[0]
    margin = t * (X @ w + b)
    J = np.log1p(np.exp(-margin)).mean() + 0.5 * alpha * np.dot(w, w)
    dmargin = -1 / (1 + np.exp(margin)) / n
    dscore = dmargin * t
    dw = X.T @ dscore + alpha * w
    db = np.sum(dscore, keepdims=True) + alpha * b
    return J, dw, db


def cases():
    rng = np.random.default_rng(0)
    t = np.array([1.0, -1.0, -1.0, 1.0, 1.0])
    return {"cost": (rng.normal(size=3), rng.normal(size=1), rng.normal(size=(5, 3)), t, 0.25)}
