import numpy as np


class Dropout:
    """drop is the chance that a unit is thrown away; what is left is scaled up."""

    def __init__(self, drop=0.3, train=True):
        self.drop = drop
        self.train = train
        self.kept = None

    def forward(self, x):
        if not self.train:
            return x
        self.kept = np.random.uniform(size=x.shape) >= self.drop
        out = np.zeros_like(x)
        out[self.kept] = x[self.kept] / (1.0 - self.drop)
        return out

    def backward(self, dout):
        if not self.train:
            return dout
        dx = dout / (1.0 - self.drop)
        dx[~self.kept] = 0
        return dx


class SpatialDropout:
    """Drops whole channels."""

    def __init__(self, keep, seed):
        self.keep = keep
        self.seed = seed

    def forward(self, x):
        n, c = x.shape[:2]
        gen = np.random.default_rng(self.seed)
        self.scale = gen.binomial(1, self.keep, size=(n, c))[:, :, None] / self.keep
        return x * self.scale

    def backward(self, dout):
        return np.multiply(dout, self.scale)


def cases():
    rng = np.random.default_rng(49)
    return {
        "Dropout": (Dropout(0.4), rng.normal(size=(5, 4))),
        "SpatialDropout": (SpatialDropout(0.6, 3), rng.normal(size=(4, 3, 2))),
    }
