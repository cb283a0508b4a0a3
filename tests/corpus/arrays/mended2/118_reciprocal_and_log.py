# right
import numpy as np


class Log:
    def forward(self, x):
        self.x = x
        return np.log(x)

    def backward(self, dout):
        return dout / self.x


class Reciprocal:
    def forward(self, x):
        self.y = 1 / x
        return self.y

    def backward(self, dout):
        return -dout * self.y ** 2


def cases():
    rng = np.random.default_rng(0)
    x = rng.uniform(0.5, 2.0, size=(3, 4))
    return {"Log": (Log(), x), "Reciprocal": (Reciprocal(), x)}
