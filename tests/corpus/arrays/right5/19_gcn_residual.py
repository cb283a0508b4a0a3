import numpy as np


def gcn_forward(H, W, A):
    """Symmetrically normalised graph convolution with a residual and tanh."""
    At = A + np.eye(len(A))
    d = At.sum(1) ** -0.5
    S = d[:, None] * At * d
    Y = np.tanh(S @ (H @ W)) + H[:, :W.shape[1]]
    return Y, (S, H, W, Y)


def gcn_backward(dY, cache):
    S, H, W, Y = cache
    k = W.shape[1]
    t = Y - H[:, :k]
    G = S @ (dY * (1 - t ** 2))      # S is symmetric
    dH = G @ W.T
    dH[:, :k] += dY
    return dH, H.T @ G, None


def cases():
    r = np.random.default_rng(18)
    A = np.array([[0, 1, 0, 1, 0], [1, 0, 1, 0, 0], [0, 1, 0, 0, 0], [1, 0, 0, 0, 1], [0, 0, 0, 1, 0]])
    return {"gcn": (r.normal(size=(5, 4)), r.normal(size=(4, 3)), A)}
