import numpy as np


class Embedding:
    def __init__(self, vocab_size, dim, seed=0):
        rng = np.random.default_rng(seed)
        self.W = 0.5 * rng.standard_normal((vocab_size, dim))
        self.dW = np.zeros_like(self.W)
        self.idx = None

    def forward(self, idx):
        self.idx = idx
        rows = []
        for word_id in idx:
            rows.append(self.W[word_id])
        return np.array(rows)

    def backward(self, dout):
        self.dW = np.zeros_like(self.W)
        for i, word_id in enumerate(self.idx):
            self.dW[word_id] += dout[i]
        return None


class BagOfWords:
    """Mean of the word vectors of each sentence; index -1 is padding."""

    def __init__(self, vocab_size, dim):
        self.params = {"E": np.random.default_rng(5).standard_normal((vocab_size, dim))}
        self.grads = {}

    def forward(self, sentences):
        E = self.params["E"]
        out = np.zeros((len(sentences), E.shape[1]))
        self.sentences = sentences
        for n in range(len(sentences)):
            words = sentences[n][sentences[n] >= 0]
            for w in words:
                out[n] += E[w] / len(words)
        return out

    def backward(self, dout):
        dE = np.zeros_like(self.params["E"])
        for n, sentence in enumerate(self.sentences):
            words = sentence[sentence >= 0]
            share = dout[n] / len(words)
            for w in words:
                dE[w] += share
        self.grads["E"] = dE
        return None


def cases():
    idx = np.array([1, 4, 4, 0, 2])
    sentences = np.array([[0, 2, 2, -1], [5, 1, -1, -1], [3, 0, 2, 1]])
    return {"Embedding": (Embedding(6, 3), idx), "BagOfWords": (BagOfWords(6, 5), sentences)}
