from collections import OrderedDict

import numpy as np


class Affine:
    def __init__(self, W, b):
        self.W, self.b = W, b
        self.x = self.dW = self.db = None

    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b

    def backward(self, dout):
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)
        return np.dot(dout, self.W.T)


class Relu:
    def forward(self, x):
        self.mask = x <= 0
        out = x.copy()
        out[self.mask] = 0
        return out

    def backward(self, dout):
        dx = dout.copy()
        dx[self.mask] = 0
        return dx


class TwoLayerNet:
    def __init__(self, sizes, weight_decay):
        rng = np.random.default_rng(25)
        d, h, c = sizes
        self.weight_decay = weight_decay
        self.params = {
            "W1": 0.6 * rng.normal(size=(d, h)),
            "b1": 0.2 * rng.normal(size=h),
            "W2": 0.6 * rng.normal(size=(h, c)),
            "b2": 0.2 * rng.normal(size=c),
        }
        self.layers = OrderedDict()
        self.layers["Affine1"] = Affine(self.params["W1"], self.params["b1"])
        self.layers["Relu1"] = Relu()
        self.layers["Affine2"] = Affine(self.params["W2"], self.params["b2"])

    def loss(self, x, t):
        for layer in self.layers.values():
            x = layer.forward(x)
        x = x - np.max(x, axis=1, keepdims=True)
        p = np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True)
        n = t.shape[0]
        total = -np.sum(np.log(p[np.arange(n), t])) / n
        dout = p.copy()
        dout[np.arange(n), t] -= 1
        dout = dout / n
        for layer in reversed(list(self.layers.values())):
            dout = layer.backward(dout)
        grads = {}
        for i in (1, 2):
            affine = self.layers["Affine" + str(i)]
            total += 0.5 * self.weight_decay * np.sum(affine.W**2)
            grads["W" + str(i)] = affine.dW + self.weight_decay * affine.W
            grads["b" + str(i)] = affine.db
        return total, grads


def cases():
    rng = np.random.default_rng(26)
    x = rng.normal(size=(6, 4))
    t = np.array([0, 1, 2, 1, 0, 2])
    return {"TwoLayerNet.loss": (TwoLayerNet((4, 5, 3), 0.2), x, t)}
