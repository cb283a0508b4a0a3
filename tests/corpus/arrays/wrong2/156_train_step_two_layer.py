# expect: 13/14 updated-before-use
import numpy as np


def train_step(W1, W2, X, T, eta):
    """One pass; the new weights replace the old ones locally, the gradients are handed back."""
    n = X.shape[0]
    H = np.tanh(X @ W1)
    E = H @ W2 - T
    loss = 0.5 * np.sum(E * E) / n

    dW2 = H.T @ (E / n)
    W2 = W2 - eta * dW2
    dH = (E / n) @ W2.T
    dW1 = X.T @ (dH * (1 - H * H))
    W1 = W1 - eta * dW1
    return loss, dW1, dW2


def cases():
    rng = np.random.default_rng(0)
    return {"train_step": (rng.normal(size=(5, 6)), rng.normal(size=(6, 3)), rng.normal(size=(4, 5)), rng.normal(size=(4, 3)), 0.3)}
