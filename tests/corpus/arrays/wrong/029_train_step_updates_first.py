# expect: 13/14 updated-before-use, in-place-damage
import numpy as np


def train_step(W1, W2, X, t, lr):
    n = X.shape[0]
    h = np.maximum(X @ W1, 0)
    out = h @ W2
    loss = np.sum((out - t) ** 2) / n

    dout = 2 * (out - t) / n
    dW2 = h.T @ dout
    W2 = W2 - lr * dW2
    dh = dout @ W2.T
    dW1 = X.T @ (dh * (h > 0))
    W1 = W1 - lr * dW1
    return loss, dW1, dW2


def cases():
    rng = np.random.default_rng(3)
    W1 = rng.normal(size=(3, 6))
    W2 = rng.normal(size=(6, 2))
    X = rng.normal(size=(5, 3))
    t = rng.normal(size=(5, 2))
    return {"train_step": (W1, W2, X, t, 0.1)}
