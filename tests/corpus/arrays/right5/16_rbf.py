import numpy as np


class RBFLayer(object):
    def __init__(self, centres, log_width):
        self.centres = centres
        self.log_width = log_width

    def forward(self, x):
        self.x = x
        # |x|^2 - 2 x.c + |c|^2
        sq = (x ** 2).sum(1)[:, None] - 2 * x @ self.centres.T + (self.centres ** 2).sum(1)
        self.u = sq * np.exp(-2 * self.log_width)
        self.phi = np.exp(-self.u / 2)
        return self.phi

    def backward(self, g):
        m = g * self.phi
        self.dlog_width = (m * self.u).sum(0)
        m = m * np.exp(-2 * self.log_width)
        self.dcentres = m.T @ self.x - m.sum(0)[:, None] * self.centres
        return m @ self.centres - m.sum(1, keepdims=True) * self.x


def cases():
    r = np.random.default_rng(15)
    return {"RBFLayer": (RBFLayer(r.normal(size=(4, 2)), r.normal(size=4) / 3), r.normal(size=(5, 2)))}
