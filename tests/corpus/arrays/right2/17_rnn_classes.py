import numpy as np


class ElmanRNN:
    def __init__(self, n_in, n_hid, rng):
        self.Wx = rng.normal(0, .5, (n_in, n_hid))
        self.Wh = rng.normal(0, .5, (n_hid, n_hid))
        self.b = np.zeros(n_hid)

    def forward(self, x):
        self.x = x
        self.h = [np.zeros((x.shape[0], len(self.b)))]
        for t in range(x.shape[1]):
            self.h.append(np.tanh(x[:, t] @ self.Wx + self.h[-1] @ self.Wh + self.b))
        return self.h[-1]            # last state only

    def backward(self, dout):
        self.dWx, self.dWh, self.db = (np.zeros_like(w) for w in (self.Wx, self.Wh, self.b))
        dx = np.zeros_like(self.x)
        dh = dout
        for t in reversed(range(self.x.shape[1])):
            da = dh * (1 - self.h[t + 1] ** 2)
            self.dWx += self.x[:, t].T @ da
            self.dWh += self.h[t].T @ da
            self.db += da.sum(0)
            dx[:, t] = da @ self.Wx.T
            dh = da @ self.Wh.T
        return dx


class LeakyIntegrator:
    """h_t = a h_{t-1} + (1 - a) x_t, with a = sigmoid(k) learnt per unit"""

    def __init__(self, d):
        self.k = np.linspace(-1, 1, d)

    def forward(self, x):
        self.a = 1 / (1 + np.exp(-self.k))
        self.x = x
        h = np.zeros_like(x)
        prev = np.zeros(x.shape[1:])
        for t in range(len(x)):
            prev = h[t] = self.a * prev + (1 - self.a) * x[t]
        self.h = h
        return h

    def backward(self, dout):
        dx = np.empty_like(self.x)
        da = 0.0
        carry = np.zeros(self.x.shape[1:])
        for t in range(len(dout) - 1, -1, -1):
            carry = dout[t] + carry
            before = self.h[t - 1] if t else 0.0
            da = da + carry * (before - self.x[t])
            dx[t] = carry * (1 - self.a)
            carry = carry * self.a
        self.dk = da.sum(axis=0) * self.a * (1 - self.a)
        return dx


def cases():
    rng = np.random.default_rng(17)
    return {"ElmanRNN": (ElmanRNN(3, 4, rng), rng.normal(size=(2, 5, 3))),
            "LeakyIntegrator": (LeakyIntegrator(3), rng.normal(size=(6, 2, 3)))}
