import numpy as np


class InstanceNorm2d:
    """Normalises each picture's channel on its own (N, C, H, W)."""

    def __init__(self, channels, eps=1e-4):
        self.gamma = np.linspace(0.6, 1.9, channels)
        self.beta = np.linspace(-0.4, 0.5, channels)
        self.eps = eps

    def forward(self, x):
        mu = x.mean(axis=(2, 3), keepdims=True)
        self.r = 1.0 / np.sqrt(x.var(axis=(2, 3), keepdims=True) + self.eps)
        self.xhat = (x - mu) * self.r
        return self.gamma[:, None, None] * self.xhat + self.beta[:, None, None]

    def backward(self, dout):
        self.dbeta = np.einsum('nchw->c', dout)
        self.dgamma = np.einsum('nchw,nchw->c', dout, self.xhat)
        # the sums above are not per instance, so do these once more
        m1 = dout.mean(axis=(2, 3), keepdims=True)
        m2 = (dout * self.xhat).mean(axis=(2, 3), keepdims=True)
        dx = dout - m1
        dx -= self.xhat * m2
        dx *= self.gamma[:, None, None] * self.r
        return dx


def cases():
    r = np.random.default_rng(2)
    return {"InstanceNorm2d": (InstanceNorm2d(3), r.normal(size=(2, 3, 4, 5)))}
