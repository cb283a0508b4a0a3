import numpy as np


class Activation:
    def forward(self, x):
        self.y = self.f(x)
        return self.y

    def backward(self, dout):
        return dout * self.df(self.y)


class Sigmoid(Activation):
    def f(self, x):
        """Never takes the exponential of a large positive number."""
        y = np.empty_like(x)
        pos = x >= 0
        y[pos] = 1.0 / (1.0 + np.exp(-x[pos]))
        ez = np.exp(x[~pos])
        y[~pos] = ez / (1.0 + ez)
        return y

    def df(self, y):
        return y - y**2


class Tanh(Activation):
    def f(self, x):
        return np.tanh(x)

    def df(self, y):
        return (1 - y) * (1 + y)


class ScaledTanh(Activation):
    """LeCun's 1.7159 tanh(2x/3)."""

    A = 1.7159
    B = 2.0 / 3.0

    def f(self, x):
        return self.A * np.tanh(self.B * x)

    def df(self, y):
        return self.B / self.A * (self.A**2 - y**2)


def cases():
    rng = np.random.default_rng(11)
    x = rng.normal(size=(4, 3))
    return {"Sigmoid": (Sigmoid(), 3 * x), "Tanh": (Tanh(), x), "ScaledTanh": (ScaledTanh(), x)}
