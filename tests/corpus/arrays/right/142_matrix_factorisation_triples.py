import numpy as np


class Factors:
    """Predicts a rating for each (user, item) pair of indices."""

    def __init__(self, n_users, n_items, rank):
        rng = np.random.default_rng(42)
        self.A = rng.normal(size=(n_users, rank))
        self.B = rng.normal(size=(n_items, rank))
        self.c = rng.normal(size=n_items)

    def forward(self, users, items):
        self.users, self.items = users, items
        self.au, self.bi = self.A[users], self.B[items]
        return np.einsum("nk,nk->n", self.au, self.bi) + self.c[items]

    def backward(self, dout):
        self.dA = np.zeros_like(self.A)
        self.dB = np.zeros_like(self.B)
        np.add.at(self.dA, self.users, dout[:, None] * self.bi)
        np.add.at(self.dB, self.items, dout[:, None] * self.au)
        self.dc = np.bincount(self.items, weights=dout, minlength=len(self.c))
        return None, None


def cases():
    users = np.array([0, 0, 1, 2, 2, 3])
    items = np.array([1, 4, 1, 0, 4, 2])
    return {"Factors": (Factors(4, 5, 3), users, items)}
