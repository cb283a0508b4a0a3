# expect: 27 derivative-at-wrong-point
# expect: 30 overwritten-path
import numpy as np


class Siamese:
    """Two inputs, one shared tanh layer; p(same) = sigmoid(t - |ha - hb|^2), mean cross entropy."""

    def __init__(self, n_in, n_emb):
        self.W = np.random.randn(n_in, n_emb) * 0.5
        self.c = np.zeros(n_emb)
        self.t = 1.0
        self.grads = {}

    def embed(self, x):
        return np.tanh(x @ self.W + self.c)

    def loss(self, xa, xb, same):
        ha, hb = self.embed(xa), self.embed(xb)
        diff = ha - hb
        u = self.t - (diff ** 2).sum(axis=1)
        value = np.mean(np.logaddexp(0, u) - same * u)
        du = (1 / (1 + np.exp(-u)) - same) / len(u)
        self.grads['t'] = du.sum()
        ddiff = -2 * diff * du[:, None]
        za = ddiff * (1 - ha ** 2)
        zb = -ddiff * (1 - hb ** 2)
        self.grads['c'] = (za + zb).sum(axis=0)
        self.grads['W'] = xa.T @ za
        self.grads['W'] += xb.T @ zb
        return value


def cases():
    rng = np.random.default_rng(0)
    np.random.seed(3)
    a, b = rng.normal(size=(6, 4)), rng.normal(size=(6, 4))
    return {"Siamese.loss": (Siamese(4, 3), a, b, np.array([1, 0, 1, 0, 0, 1.0]))}
