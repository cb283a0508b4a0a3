# right
import numpy as np


class GraphConv:
    """Row-normalised adjacency of a directed graph: P = D^-1 A."""

    def __init__(self, A, n_in, n_out):
        self.P = A / A.sum(1, keepdims=True)
        self.W = np.random.default_rng(27).normal(size=(n_in, n_out))

    def forward(self, H):
        self.M = self.P @ H
        self.Z = self.M @ self.W
        return np.where(self.Z > 0, self.Z, np.exp(np.minimum(self.Z, 0)) - 1)

    def backward(self, dY):
        dZ = dY * np.exp(np.minimum(self.Z, 0))
        self.dW = self.M.T @ dZ
        return self.P.T @ dZ @ self.W.T


def cases():
    A = np.array([[1., 1, 0, 0], [0, 1, 1, 1], [1, 0, 1, 0], [0, 0, 1, 1]])
    return {"GraphConv": (GraphConv(A, 3, 2), np.random.default_rng(28).normal(size=(4, 3)))}
