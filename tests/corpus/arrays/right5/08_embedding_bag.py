import numpy as np


class EmbeddingBag:
    """Weighted mean of the embeddings in a bag; ids padded with -1."""

    def __init__(self, vocab, dim, seed=0):
        self.E = np.random.default_rng(seed).normal(size=(vocab, dim))

    def forward(self, ids, w):
        self.ids = ids
        self.live = (ids >= 0).astype(float)
        self.w = w
        self.tot = (w * self.live).sum(1, keepdims=True)
        self.p = w * self.live / self.tot
        self.vecs = self.E[np.maximum(ids, 0)]
        self.out = np.einsum('bt,btd->bd', self.p, self.vecs)
        return self.out

    def backward(self, dout):
        self.dE = np.zeros_like(self.E)
        np.add.at(self.dE, np.maximum(self.ids, 0), self.p[:, :, None] * dout[:, None, :])
        # d(out)/d(w_t) = (E_t - out) / tot
        dw = np.einsum('btd,bd->bt', self.vecs - self.out[:, None], dout) * self.live / self.tot
        return None, dw


def cases():
    ids = np.array([[3, 1, 3, -1], [0, -1, 2, 2], [4, 4, 4, 1]])
    w = np.random.default_rng(7).uniform(.5, 2, size=ids.shape)
    return {"EmbeddingBag": (EmbeddingBag(6, 2), ids, w)}
