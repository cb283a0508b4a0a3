import numpy as np


class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, x):
        self.negative = x < 0
        out = x.copy()
        out[self.negative] *= self.slope
        return out

    def backward(self, dout):
        dx = dout.copy()
        dx[self.negative] *= self.slope
        return dx


class PReLU:
    """One learnt slope for each channel (axis 1)."""

    def __init__(self, channels):
        self.alpha = np.full(channels, 0.25) + 0.05 * np.arange(channels)
        self.dalpha = np.zeros(channels)

    def forward(self, x):
        self.x = x
        a = self.alpha[None, :, None]
        return np.maximum(x, 0) + a * np.minimum(x, 0)

    def backward(self, dout):
        neg_part = np.minimum(self.x, 0)
        self.dalpha = np.sum(dout * neg_part, axis=(0, 2))
        slopes = np.where(self.x > 0, 1.0, self.alpha[np.newaxis, :, np.newaxis])
        return dout * slopes


def cases():
    rng = np.random.default_rng(5)
    x = rng.normal(size=(5, 3))
    x3 = rng.normal(size=(4, 3, 5))
    return {"LeakyReLU": (LeakyReLU(0.2), x), "PReLU": (PReLU(3), x3)}
