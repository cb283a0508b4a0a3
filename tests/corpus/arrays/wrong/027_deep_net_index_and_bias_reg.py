# expect: 40 regularisation-mismatch
# expect: 43 derivative-at-wrong-point
import numpy as np


def sigmoid(u):
    return 1 / (1 + np.exp(-u))


class DeepNet:
    def __init__(self, dims, reg):
        rng = np.random.default_rng(2)
        self.reg = reg
        self.num_layers = len(dims) - 1
        self.params = {}
        for i in range(self.num_layers):
            self.params["W%d" % (i + 1)] = rng.normal(size=(dims[i], dims[i + 1])) * 0.6
            self.params["b%d" % (i + 1)] = rng.normal(size=dims[i + 1]) * 0.3

    def loss(self, X, y):
        grads = {}
        caches = []
        h = X
        for i in range(1, self.num_layers + 1):
            z = h.dot(self.params["W%d" % i]) + self.params["b%d" % i]
            caches.append((h, z))
            h = sigmoid(z) if i < self.num_layers else z
        N = X.shape[0]
        e = np.exp(h - h.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        loss = -np.log(p[np.arange(N), y]).mean()
        dz = p.copy()
        dz[np.arange(N), y] -= 1
        dz /= N
        for i in range(self.num_layers, 0, -1):
            h, z = caches[i - 1]
            W = self.params["W%d" % i]
            loss += 0.5 * self.reg * np.sum(W * W)
            grads["W%d" % i] = h.T.dot(dz) + self.reg * W
            grads["b%d" % i] = dz.sum(axis=0) + self.reg * self.params["b%d" % i]
            if i > 1:
                dh = dz.dot(W.T)
                dz = dh * sigmoid(h) * (1 - sigmoid(h))
        return loss, grads


def cases():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(5, 4))
    y = np.array([2, 0, 1, 1, 2])
    return {"DeepNet.loss": (DeepNet([4, 6, 7, 3], 0.25), X, y)}
