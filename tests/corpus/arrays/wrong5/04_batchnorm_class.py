# expect: 26 wrong-variable
import numpy as np


class BatchNorm:
    def __init__(self, n, eps=1e-5, momentum=0.9):
        rng = np.random.RandomState(4)
        self.gamma = rng.uniform(0.5, 1.5, n)
        self.beta = rng.uniform(-1, 1, n)
        self.eps = eps
        self.momentum = momentum
        self.running_mean = np.zeros(n)
        self.running_var = np.ones(n)

    def forward(self, x):
        mu, var = x.mean(0), x.var(0)
        self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mu
        self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        self.x, self.mu = x, mu
        self.inv = 1 / np.sqrt(var + self.eps)
        self.xhat = (x - mu) * self.inv
        return self.gamma * self.xhat + self.beta

    def backward(self, dout):
        N = dout.shape[0]
        self.dgamma = np.sum(dout * self.x, axis=0)
        self.dbeta = np.sum(dout, axis=0)
        dx = N * dout - self.dbeta - self.xhat * np.sum(dout * self.xhat, axis=0)
        return self.gamma * self.inv / N * dx


def cases():
    return {"BatchNorm": (BatchNorm(3), np.random.default_rng(2).normal(1.0, 2.0, size=(5, 3)))}
