# right
import numpy as np


def pair_loss(W, A, B, target):
    """Both sides of the pair go through the same projection."""
    ea = np.tanh(A @ W)
    eb = np.tanh(B @ W)
    gap = ea - eb
    dist = np.sum(gap * gap, axis=1)
    off = dist - target
    loss = 0.5 * np.mean(off ** 2)

    ddist = off / len(target)
    dgap = 2 * gap * ddist[:, None]
    dW = A.T @ (dgap * (1 - ea ** 2))
    dW += B.T @ (-dgap * (1 - eb ** 2))
    return loss, dW


def cases():
    rng = np.random.default_rng(4)
    W = rng.normal(size=(5, 3))
    return {"pair_loss": (W, rng.normal(size=(4, 5)), rng.normal(size=(4, 5)), rng.uniform(1, 2, size=4))}
