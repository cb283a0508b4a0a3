import numpy as np


class LSTMCell:
    """One step. The new state is returned as [h, c], concatenated along the last axis."""

    def __init__(self, n_in, n_units, seed=2):
        rng = np.random.default_rng(seed)
        self.n_units = n_units
        self.Wx = rng.normal(size=(n_in, 4 * n_units)) / np.sqrt(n_in)
        self.Wh = rng.normal(size=(n_units, 4 * n_units)) / np.sqrt(n_units)
        self.b = np.zeros(4 * n_units)
        self.b[n_units : 2 * n_units] = 1.0

    @staticmethod
    def _sigmoid(z):
        return 0.5 * (1.0 + np.tanh(0.5 * z))

    def forward(self, x, h_prev, c_prev):
        A = x @ self.Wx + h_prev @ self.Wh + self.b
        i, f, g, o = np.split(A, 4, axis=1)
        i, f, o = self._sigmoid(i), self._sigmoid(f), self._sigmoid(o)
        g = np.tanh(g)
        c = f * c_prev + i * g
        h = o * np.tanh(c)
        self.cache = x, h_prev, c_prev, i, f, g, o, c
        return np.concatenate((h, c), axis=1)

    def backward(self, dout):
        x, h_prev, c_prev, i, f, g, o, c = self.cache
        H = self.n_units
        dh, dc = dout[:, :H], dout[:, H:].copy()
        tc = np.tanh(c)
        dc += dh * o * (1 - tc**2)
        dA = np.empty((x.shape[0], 4 * H))
        dA[:, :H] = dc * g * i * (1 - i)
        dA[:, H : 2 * H] = dc * c_prev * f * (1 - f)
        dA[:, 2 * H : 3 * H] = dc * i * (1 - g**2)
        dA[:, 3 * H :] = dh * tc * o * (1 - o)
        self.dWx = x.T @ dA
        self.dWh = h_prev.T @ dA
        self.db = dA.sum(axis=0)
        return dA @ self.Wx.T, dA @ self.Wh.T, dc * f


def cases():
    rng = np.random.default_rng(110)
    N, D, H = 4, 5, 3
    return {"LSTMCell": (LSTMCell(D, H), rng.normal(size=(N, D)), rng.normal(size=(N, H)), rng.normal(size=(N, H)))}
