# expect: 12 wrong-power
import numpy as np


def focal(w, X, y, gamma=2.0, alpha=0.25):
    z = X @ w
    p = 1 / (1 + np.exp(-z))
    pt = np.where(y == 1, p, 1 - p)
    at = np.where(y == 1, alpha, 1 - alpha)
    loss = np.mean(-at * (1 - pt) ** gamma * np.log(pt))
    # d/dpt
    dpt = at * (gamma * (1 - pt) ** gamma * np.log(pt) - (1 - pt) ** gamma / pt)
    dp = np.where(y == 1, dpt, -dpt)
    dz = dp * p * (1 - p) / len(y)
    return loss, X.T @ dz


def cases():
    r = np.random.default_rng(21)
    return {"focal": (r.normal(size=3), r.normal(size=(6, 3)), np.array([0, 1, 1, 0, 0, 1]))}
