# expect: 30 missing-path
import numpy as np


class BatchNorm1d:
    def __init__(self, dim, eps=1e-5, momentum=0.1):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
        self.run_mean, self.run_var = np.zeros(dim), np.ones(dim)
        self.eps, self.momentum = eps, momentum

    def forward(self, x, training=True):
        if training:
            mean, var = x.mean(0), x.var(0)
            self.run_mean = (1 - self.momentum) * self.run_mean + self.momentum * mean
            self.run_var = (1 - self.momentum) * self.run_var + self.momentum * var
        else:
            mean, var = self.run_mean, self.run_var
        self.std = np.sqrt(var + self.eps)
        self.xmu = x - mean
        self.xhat = self.xmu / self.std
        return self.gamma * self.xhat + self.beta

    def backward(self, dy):
        m = dy.shape[0]
        self.dgamma = np.sum(dy * self.xhat, axis=0)
        self.dbeta = np.sum(dy, axis=0)
        dxhat = dy * self.gamma
        dvar = np.sum(dxhat * self.xmu * -0.5 * self.std ** -3, axis=0)
        dmean = -np.sum(dxhat, axis=0) / self.std
        return dxhat / self.std + dmean / m


def cases():
    rng = np.random.default_rng(0)
    layer = BatchNorm1d(3)
    layer.gamma, layer.beta = rng.normal(size=3), rng.normal(size=3)
    return {"BatchNorm1d": (layer, rng.normal(size=(6, 3)) + 1)}
