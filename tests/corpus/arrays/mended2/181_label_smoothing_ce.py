# right
import numpy as np


def smooth_ce(W, b, X, y, eps):
    N, K = X.shape[0], W.shape[1]
    z = X @ W + b
    z -= z.max(axis=1, keepdims=True)
    q = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    soft = np.full((N, K), eps / K)
    soft[np.arange(N), y] += 1 - eps
    loss = -np.sum(soft * np.log(q)) / N

    dz = (q - soft) / N
    dW = X.T @ dz
    db = dz.sum(axis=0)
    return loss, dW, db


def cases():
    rng = np.random.default_rng(0)
    return {"smooth_ce": (rng.normal(size=(5, 3)), rng.normal(size=3), rng.normal(size=(4, 5)), np.array([2, 1, 2, 0]), 0.1)}
