# right
import numpy as np


class TokenAndPosition:
    def __init__(self, vocab, maxlen, dim):
        rng = np.random.RandomState(10)
        self.W = rng.randn(vocab, dim)
        self.P = rng.randn(maxlen, dim)

    def forward(self, ids):
        self.ids = ids
        return self.W[ids] * np.sqrt(self.W.shape[1]) + self.P[:ids.shape[1]]

    def backward(self, dout):
        self.dW = np.zeros(self.W.shape)
        np.add.at(self.dW, self.ids, dout * np.sqrt(self.W.shape[1]))
        self.dP = np.zeros(self.P.shape)
        self.dP[:self.ids.shape[1]] = dout.sum(axis=0)
        return None


def cases():
    return {"TokenAndPosition": (TokenAndPosition(5, 6, 3), np.array([[1, 2, 1, 4], [4, 4, 0, 3]]))}
