import numpy as np


class ElmanLayer:
    """Elman recurrent layer over (T, N, D), zero initial state, returns the last hidden state only."""

    def __init__(self, n_in, n_hidden, seed=1):
        rng = np.random.default_rng(seed)
        self.params = {
            "W": rng.normal(0.0, 0.6, (n_in, n_hidden)),
            "U": rng.normal(0.0, 0.6, (n_hidden, n_hidden)),
            "b": rng.normal(0.0, 0.6, n_hidden),
        }
        self.grads = {k: np.zeros_like(v) for k, v in self.params.items()}

    def forward(self, x):
        W, U, b = self.params["W"], self.params["U"], self.params["b"]
        self.x = x
        self.states = [np.zeros((x.shape[1], b.size))]
        for x_t in x:
            self.states.append(np.tanh(x_t @ W + self.states[-1] @ U + b))
        return self.states[-1]

    def backward(self, dout):
        for k in self.grads:
            self.grads[k] = np.zeros_like(self.params[k])
        dx = np.empty_like(self.x)
        d_state = dout
        for t in range(len(self.x) - 1, -1, -1):
            d_act = d_state * (1.0 - np.square(self.states[t + 1]))
            self.grads["W"] += self.x[t].T @ d_act
            self.grads["U"] += self.states[t].T @ d_act
            self.grads["b"] += d_act.sum(axis=0)
            dx[t] = d_act @ self.params["W"].T
            d_state = d_act @ self.params["U"].T
        return dx


def cases():
    x = np.random.default_rng(12).normal(size=(5, 2, 4))
    return {"ElmanLayer": (ElmanLayer(4, 3), x)}
