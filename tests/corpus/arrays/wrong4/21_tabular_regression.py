# expect: 12 shape-coincidence
import numpy as np


def mlp_regressor(p, X, y):
    """y is (N,)"""
    N = X.shape[0]
    H = np.tanh(X @ p["W1"] + p["b1"])
    pred = H @ p["w2"].reshape(-1, 1)              # (N, 1)
    loss = np.mean((pred[:, 0] - y) ** 2)
    g = {}
    dpred = (2 * (pred - y) / N).mean(axis=1, keepdims=True)
    g["w2"] = (H.T @ dpred).ravel()
    dA = (dpred * p["w2"]) * (1 - H ** 2)
    g["W1"] = X.T @ dA
    g["b1"] = dA.sum(axis=0)
    return loss, g


def cases():
    r = np.random.default_rng(25)
    return {"mlp_regressor": ({"W1": r.normal(size=(3, 5)), "b1": r.normal(size=5), "w2": r.normal(size=5)},
                              r.normal(size=(7, 3)), r.normal(size=7))}
