# expect: 20 duplicate-index-lost
import numpy as np


class Model:
    def __init__(self, vocab, dim, rng):
        self.E = rng.normal(size=(vocab, dim))
        self.w = rng.normal(size=dim)

    def loss_and_grad(self, docs, y):
        B, L = docs.shape
        h = self.E[docs].sum(axis=1)
        p = 1 / (1 + np.exp(-h @ self.w))
        loss = -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / B
        dz = (p - y) / B
        self.dw = h.T @ dz
        self.dE = np.zeros_like(self.E)
        dh = np.outer(dz, self.w)
        for j in range(L):
            self.dE[docs[:, j]] += dh
        return loss


rng = np.random.default_rng(6)
docs = rng.integers(0, 7, size=(10, 4))
y = (docs == 3).any(axis=1).astype(float)
model = Model(7, 3, rng)
for it in range(40):
    loss = model.loss_and_grad(docs, y)
    model.E -= 0.3 * model.dE
    model.w -= 0.3 * model.dw
print("bce", loss)
