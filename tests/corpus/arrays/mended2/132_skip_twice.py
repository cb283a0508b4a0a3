# right
import numpy as np


class PreActResidual:
    def __init__(self, d, h):
        rng = np.random.default_rng(5)
        self.params = {"A": rng.normal(size=(d, h)), "B": rng.normal(size=(h, d))}
        self.grads = {}

    def forward(self, x):
        self.x = x
        self.t = np.tanh(x)
        self.u = np.tanh(self.t @ self.params["A"])
        return x + self.u @ self.params["B"]

    def backward(self, dout):
        du = dout @ self.params["B"].T
        self.grads["B"] = self.u.T @ dout
        da = du * (1 - self.u ** 2)
        self.grads["A"] = self.t.T @ da
        dt = da @ self.params["A"].T
        dx = dt * (1 - self.t ** 2)
        dx = dx + dout
        return dx


def cases():
    rng = np.random.default_rng(0)
    return {"PreActResidual": (PreActResidual(5, 3), rng.normal(size=(4, 5)))}
