import numpy as np


def cosine_matrix_forward(X, Y):
    """All pairs: (N, D), (M, D) -> (N, M)."""
    nx = np.linalg.norm(X, axis=1, keepdims=True)
    ny = np.linalg.norm(Y, axis=1, keepdims=True)
    U, V = X / nx, Y / ny
    S = U @ V.T
    return S, (U, V, nx, ny, S)


def cosine_matrix_backward(G, cache):
    U, V, nx, ny, S = cache
    GS = G * S
    dX = (G @ V - GS.sum(axis=1, keepdims=True) * U) / nx
    dY = (G.T @ U - GS.sum(axis=0)[:, None] * V) / ny
    return dX, dY


def cases():
    rng = np.random.default_rng(124)
    N, M, D = 4, 3, 5
    return {"cosine_matrix": (rng.normal(size=(N, D)), rng.normal(size=(M, D)))}
