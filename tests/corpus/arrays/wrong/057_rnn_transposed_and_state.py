# expect: 36 transposed
# expect: 33 wrong-index
import numpy as np


class RNN:
    def __init__(self, n_in, n_hidden):
        rng = np.random.default_rng(4)
        self.params = {
            "Wx": rng.normal(size=(n_in, n_hidden)) * 0.6,
            "Wh": rng.normal(size=(n_hidden, n_hidden)) * 0.6,
            "b": rng.normal(size=n_hidden) * 0.1,
        }
        self.grads = {}

    def forward(self, xs):
        T, N, _ = xs.shape
        self.xs = xs
        self.hs = [np.zeros((N, self.params["b"].size))]
        for t in range(T):
            z = xs[t] @ self.params["Wx"] + self.hs[-1] @ self.params["Wh"] + self.params["b"]
            self.hs.append(np.tanh(z))
        return np.stack(self.hs[1:])

    def backward(self, dhs):
        for name, p in self.params.items():
            self.grads[name] = np.zeros_like(p)
        dxs = np.zeros_like(self.xs)
        carry = 0
        for t in range(len(dhs) - 1, -1, -1):
            dz = (dhs[t] + carry) * (1 - self.hs[t + 1] ** 2)
            self.grads["Wx"] += self.xs[t].T @ dz
            self.grads["Wh"] += self.hs[t + 1].T @ dz
            self.grads["b"] += dz.sum(axis=0)
            dxs[t] = dz @ self.params["Wx"].T
            carry = dz @ self.params["Wh"]
        return dxs


def cases():
    rng = np.random.default_rng(0)
    return {"RNN": (RNN(3, 5), rng.normal(size=(4, 2, 3)))}
