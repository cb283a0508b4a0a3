import numpy as np


class _Norm:
    eps = 1e-3

    def __init__(self, channels):
        self.gamma = np.linspace(0.4, 1.6, channels)
        self.beta = np.linspace(-1, 1, channels)

    def groups(self, x):
        raise NotImplementedError

    def forward(self, x):
        self.shape = x.shape
        v = self.groups(x)
        c = v - v.mean(axis=-1, keepdims=True)
        self.std = np.sqrt(np.mean(np.square(c), axis=-1, keepdims=True) + self.eps)
        self.xhat = c / self.std
        return self.gamma[:, None, None] * self.xhat.reshape(x.shape) + self.beta[:, None, None]

    def backward(self, dy):
        xh = self.xhat.reshape(self.shape)
        self.dgamma = np.einsum("nchw,nchw->c", dy, xh)
        self.dbeta = np.einsum("nchw->c", dy)
        g = (dy * self.gamma[:, None, None]).reshape(self.xhat.shape)
        m = self.xhat.shape[-1]
        dx = (m * g - g.sum(-1, keepdims=True) - self.xhat * (g * self.xhat).sum(-1, keepdims=True)) / (m * self.std)
        return dx.reshape(self.shape)


class InstanceNorm(_Norm):
    def groups(self, x):
        n, c = x.shape[:2]
        return x.reshape(n, c, -1)


class GroupNorm(_Norm):
    def __init__(self, channels, g):
        super().__init__(channels)
        self.g = g

    def groups(self, x):
        return x.reshape(len(x), self.g, -1)


def cases():
    r = np.random.default_rng(31)
    return {"InstanceNorm": (InstanceNorm(3), r.normal(size=(2, 3, 4, 5))), "GroupNorm": (GroupNorm(6, 2), r.normal(size=(2, 6, 3, 1)))}
