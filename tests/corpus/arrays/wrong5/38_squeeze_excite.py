# expect: 24 derivative-at-wrong-point
# expect: 27 operator-precedence, constant-factor
import numpy as np


class SqueezeExcite:
    def __init__(self, c, r):
        g = np.random.default_rng(39)
        self.params = {"W1": g.normal(size=(c, r)), "W2": g.normal(size=(r, c))}
        self.grads = {}

    def forward(self, x):
        self.x = x
        self.s = x.mean(axis=(2, 3))
        self.h = np.tanh(self.s @ self.params["W1"])
        self.e = 1 / (1 + np.exp(-self.h @ self.params["W2"]))
        return x * self.e[:, :, None, None]

    def backward(self, dout):
        H, W = self.x.shape[2:]
        de = (dout * self.x).sum(axis=(2, 3))
        dze = de * self.e * (1 - self.e)
        self.grads["W2"] = self.h.T @ dze
        dzh = dze @ self.params["W2"].T * self.h * (1 - self.h)
        self.grads["W1"] = self.s.T @ dzh
        ds = dzh @ self.params["W1"].T
        return dout * self.e[:, :, None, None] + ds[:, :, None, None] / H * W


def cases():
    return {"SqueezeExcite": (SqueezeExcite(4, 3), np.random.default_rng(40).normal(size=(2, 4, 3, 2)))}
