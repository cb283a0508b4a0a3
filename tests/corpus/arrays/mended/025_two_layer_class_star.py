# right
import numpy as np


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, reg):
        rng = np.random.default_rng(5)
        self.reg = reg
        self.params = {}
        self.params["W1"] = rng.normal(size=(input_size, hidden_size))
        self.params["b1"] = rng.normal(size=hidden_size) * 0.2
        self.params["W2"] = rng.normal(size=(hidden_size, output_size))
        self.params["b2"] = rng.normal(size=output_size) * 0.2

    def loss(self, X, y):
        W1, b1 = self.params["W1"], self.params["b1"]
        W2, b2 = self.params["W2"], self.params["b2"]
        N, D = X.shape
        a1 = np.maximum(X @ W1 + b1, 0)
        scores = a1 @ W2 + b2
        scores -= np.max(scores, axis=1, keepdims=True)
        p = np.exp(scores)
        p /= np.sum(p, axis=1, keepdims=True)
        loss = np.sum(-np.log(p[np.arange(N), y])) / N
        loss += self.reg * (np.sum(W1 * W1) + np.sum(W2 * W2))

        grads = {}
        dscores = p
        dscores[np.arange(N), y] -= 1
        dscores /= N
        grads["W2"] = a1.T @ dscores + 2 * self.reg * W2
        grads["b2"] = dscores.sum(axis=0)
        da1 = dscores @ W2.T
        dz1 = da1 * (a1 > 0)
        grads["W1"] = X.T @ dz1 + 2 * self.reg * W1
        grads["b1"] = dz1.sum(axis=0)
        return loss, grads


def cases():
    rng = np.random.default_rng(1)
    net = TwoLayerNet(4, 6, 3, 0.05)
    X = rng.normal(size=(5, 4))
    y = np.array([0, 1, 2, 2, 1])
    return {"TwoLayerNet.loss": (net, X, y)}
