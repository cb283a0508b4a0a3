# right
import numpy as np


def mlp_loss(W1, b1, W2, b2, X, t):
    N = X.shape[0]
    z1 = X @ W1 + b1
    h = np.tanh(z1)
    pred = h @ W2 + b2
    diff = pred - t
    loss = 0.5 * np.sum(diff**2) / N

    dpred = diff / N
    dW2 = h.T @ dpred
    db2 = dpred.sum(axis=0)
    dh = dpred @ W2.T
    dz1 = dh * (1 - h**2)
    dW1 = X.T @ dz1
    db1 = dz1.sum(axis=0)
    return loss, dW1, db1, dW2, db2


def cases():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(6, 4))
    t = rng.normal(size=(6, 2))
    W1 = rng.normal(size=(4, 5)) * 0.5
    b1 = rng.normal(size=5) * 0.1
    W2 = rng.normal(size=(5, 2))
    b2 = rng.normal(size=2)
    return {"mlp_loss": (W1, b1, W2, b2, X, t)}
