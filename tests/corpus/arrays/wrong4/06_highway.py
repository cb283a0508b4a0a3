# expect: 23 forward-value-for-gradient, missing-upstream
import numpy as np

sigmoid = lambda v: 1.0 / (1.0 + np.exp(-v))


class Highway(object):
    def __init__(self, n):
        rng = np.random.RandomState(6)
        self.Wt = rng.randn(n, n) * 0.5
        self.Wh = rng.randn(n, n) * 0.5
        self.bt = rng.randn(n) - 1

    def forward(self, x):
        self.x = x
        self.t = sigmoid(x @ self.Wt + self.bt)
        self.h = np.tanh(x @ self.Wh)
        return self.t * self.h + (1 - self.t) * x

    def backward(self, dy):
        dt = dy * (self.h - self.x)
        dat = dt * self.t * (1 - self.t)
        dah = self.h * self.t * (1 - self.h ** 2)
        self.dWt = self.x.T @ dat
        self.dbt = dat.sum(axis=0)
        self.dWh = self.x.T @ dah
        return dy * (1 - self.t) + dat @ self.Wt.T + dah @ self.Wh.T


def cases():
    return {"Highway": (Highway(4), np.random.RandomState(7).randn(3, 4))}
