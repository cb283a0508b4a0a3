# expect: 31 wrong-index
# expect: 32 transposed
import numpy as np


class Recurrent:
    """h[t+1] = tanh(x[t] Wi + h[t] Wh + b); returns h[1:], h[0] = 0"""

    def __init__(self, n_in, n_hidden, seed=0):
        rs = np.random.RandomState(seed)
        self.Wi = 0.5 * rs.randn(n_in, n_hidden)
        self.Wh = 0.5 * rs.randn(n_hidden, n_hidden)
        self.b = np.zeros(n_hidden)
        self.grads = {}

    def run(self, x):
        self.x = x
        self.h = np.zeros((len(x) + 1, len(self.b)))
        for t in range(len(x)):
            self.h[t + 1] = np.tanh(x[t] @ self.Wi + self.h[t] @ self.Wh + self.b)
        return self.h[1:]

    def back(self, dh):
        g = {'Wi': np.zeros_like(self.Wi), 'Wh': np.zeros_like(self.Wh), 'b': np.zeros_like(self.b)}
        dx = np.zeros_like(self.x)
        later = np.zeros(len(self.b))
        for t in range(len(self.x) - 1, -1, -1):
            da = (dh[t] + later) * (1 - self.h[t + 1] ** 2)
            g['b'] += da
            g['Wi'] += np.outer(self.x[t], da)
            g['Wh'] += np.outer(self.h[t + 1], da)
            dx[t] = self.Wi.T @ da
            later = self.Wh @ da
        self.grads = g
        return dx


def cases():
    rng = np.random.default_rng(0)
    return {"Recurrent": (Recurrent(3, 3, seed=1), rng.normal(size=(5, 3)))}
