# right
import numpy as np


class EmbeddingBag:
    """mean of the word vectors of a document; docs (N, L) of word ids"""

    def __init__(self, vocab, dim):
        self.W = np.random.default_rng(1).normal(size=(vocab, dim))

    def forward(self, docs):
        self.docs = docs
        return self.W[docs].mean(axis=1)

    def backward(self, dout):
        L = self.docs.shape[1]
        self.dW = np.zeros_like(self.W)
        for n in range(len(dout)):
            np.add.at(self.dW, self.docs[n], dout[n] / L)
        return None


def cases():
    return {"EmbeddingBag": (EmbeddingBag(6, 3), np.array([[0, 2, 2, 5], [1, 1, 1, 4]]))}
