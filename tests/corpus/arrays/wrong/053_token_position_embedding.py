# expect: 18 duplicate-index-lost
# expect: 20 broadcast-not-summed
import numpy as np


class TokenEmbedding:
    def __init__(self, vocab, length, dim):
        rng = np.random.default_rng(2)
        self.params = {"tok": rng.normal(size=(vocab, dim)), "pos": rng.normal(size=(length, dim))}
        self.grads = {}

    def forward(self, tokens):
        self.tokens = tokens
        return self.params["tok"][tokens] + self.params["pos"]

    def backward(self, dout):
        dtok = np.zeros_like(self.params["tok"])
        dtok[self.tokens] += dout
        self.grads["tok"] = dtok
        self.grads["pos"] = dout
        return None


def cases():
    tokens = np.array([[5, 0, 2, 2], [1, 2, 6, 0], [3, 3, 1, 5]])
    return {"TokenEmbedding": (TokenEmbedding(7, 4, 5), tokens)}
