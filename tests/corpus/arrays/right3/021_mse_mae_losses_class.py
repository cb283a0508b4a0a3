import numpy as np


class MeanSquared:
    def forward(self, pred, target):
        self.diff = pred - target
        return np.mean(self.diff ** 2)

    def backward(self):
        return 2 * self.diff / self.diff.size


class SumSquaredHalf:
    """0.5 * sum over features, averaged over the batch axis"""

    def forward(self, pred, target):
        self.diff = pred - target
        return 0.5 * np.sum(self.diff ** 2) / len(pred)

    def backward(self):
        return self.diff / len(self.diff)


class SmoothL1:
    def __init__(self, beta=1.0):
        self.beta = beta

    def forward(self, pred, target):
        self.d = pred - target
        n = np.abs(self.d)
        self.inner = n < self.beta
        return np.where(self.inner, 0.5 * n ** 2 / self.beta, n - 0.5 * self.beta).mean()

    def backward(self):
        return np.where(self.inner, self.d / self.beta, np.sign(self.d)) / self.d.size


class RelativeSquared:
    def forward(self, pred, target):
        self.pred, self.target = pred, target
        self.norm = np.sum(target ** 2)
        return np.sum((pred - target) ** 2) / self.norm

    def backward(self):
        return 2 * (self.pred - self.target) / self.norm


def cases():
    rng = np.random.default_rng(0)
    p, t = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    return {
        "MeanSquared": (MeanSquared(), p, t),
        "SumSquaredHalf": (SumSquaredHalf(), p, t),
        "SmoothL1": (SmoothL1(0.7), p, t),
        "RelativeSquared": (RelativeSquared(), p, t),
    }
