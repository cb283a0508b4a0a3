import numpy as np


class Highway:
    def __init__(self, dim, depth, carry_bias=-1.0):
        rng = np.random.default_rng(55)
        self.depth = depth
        self.params, self.grads = {}, {}
        for k in range(depth):
            self.params[f"Wh{k}"] = rng.normal(size=(dim, dim)) / np.sqrt(dim)
            self.params[f"bh{k}"] = np.zeros(dim)
            self.params[f"Wt{k}"] = rng.normal(size=(dim, dim)) / np.sqrt(dim)
            self.params[f"bt{k}"] = np.full(dim, carry_bias)

    def forward(self, x):
        p = self.params
        self.saved = []
        for k in range(self.depth):
            h = np.tanh(x @ p[f"Wh{k}"] + p[f"bh{k}"])
            t = 1 / (1 + np.exp(-(x @ p[f"Wt{k}"] + p[f"bt{k}"])))
            self.saved.append((x, h, t))
            x = t * h + (1 - t) * x
        return x

    def backward(self, grad):
        p = self.params
        for k in reversed(range(self.depth)):
            x, h, t = self.saved[k]
            grad_h = grad * t * (1 - h**2)
            grad_t = grad * (h - x) * t * (1 - t)
            self.grads[f"Wh{k}"] = x.T @ grad_h
            self.grads[f"bh{k}"] = grad_h.sum(axis=0)
            self.grads[f"Wt{k}"] = x.T @ grad_t
            self.grads[f"bt{k}"] = grad_t.sum(axis=0)
            grad = grad * (1 - t) + grad_h @ p[f"Wh{k}"].T + grad_t @ p[f"Wt{k}"].T
        return grad


def cases():
    return {"Highway": (Highway(3, 2), np.random.default_rng(155).normal(size=(4, 3)))}
