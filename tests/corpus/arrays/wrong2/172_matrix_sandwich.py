# expect: 13 elementwise-for-matmul
import numpy as np


def sandwich_forward(A, X, B):
    left = A @ X
    return left @ B, (A, X, B, left)


def sandwich_backward(dY, cache):
    A, X, B, left = cache
    dB = left.T @ dY
    dleft = dY * B.T
    dA = dleft @ X.T
    dX = A.T @ dleft
    return dA, dX, dB


def cases():
    rng = np.random.default_rng(0)
    return {"sandwich": (rng.normal(size=(3, 3)), rng.normal(size=(3, 3)), rng.normal(size=(3, 3)))}
