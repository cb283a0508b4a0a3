# expect: 22/25/26/28/29 accumulator-not-zeroed
import numpy as np


class Model:
    """One hidden softplus layer; loss(X, y) gives the mean squared error and its gradients for this batch."""

    def __init__(self, n_in, n_hidden, n_out, seed=None):
        r = np.random.RandomState(seed)
        self.p = {'U': r.randn(n_in, n_hidden), 'u': np.zeros(n_hidden),
                  'V': r.randn(n_hidden, n_out), 'v': np.zeros(n_out)}
        self.g = {k: np.zeros_like(v) for k, v in self.p.items()}

    def scores(self, X):
        self.z = X @ self.p['U'] + self.p['u']
        self.h = np.logaddexp(0, self.z)
        return self.h @ self.p['V'] + self.p['v']

    def loss(self, X, y):
        diff = self.scores(X) - y
        value = np.mean(diff ** 2)
        grads = self.g
        for i in range(len(X)):          # one example after another, to save memory
            d = 2 * diff[i] / diff.size
            grads['V'] += np.outer(self.h[i], d)
            grads['v'] += d
            dz = self.p['V'] @ d / (1 + np.exp(-self.z[i]))
            grads['U'] += np.outer(X[i], dz)
            grads['u'] += dz
        return value, grads


def cases():
    rng = np.random.default_rng(0)
    return {"Model.loss": (Model(3, 4, 2, seed=0), rng.normal(size=(5, 3)), rng.normal(size=(5, 2)))}
