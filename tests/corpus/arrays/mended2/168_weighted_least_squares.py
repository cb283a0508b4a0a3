# right
import numpy as np


def wls(coef, X, y, weight):
    """Sum of weighted squared residuals, normalised by the total weight."""
    total = weight.sum()
    res = X @ coef - y
    loss = np.sum(weight * res ** 2) / total
    dcoef = 2 * X.T @ (weight * res) / total
    return loss, dcoef


def cases():
    rng = np.random.default_rng(0)
    return {"wls": (rng.normal(size=3), rng.normal(size=(6, 3)), rng.normal(size=6), rng.uniform(0.1, 3, size=6))}
