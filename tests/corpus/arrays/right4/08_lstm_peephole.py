import numpy as np


def sigma(x):
    return np.where(x >= 0, 1 / (1 + np.exp(-np.abs(x))), np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x))))


class LSTM:
    """One layer with peephole connections from the cell to the input, forget (old c) and output (new c) gates."""

    def __init__(self, D, H):
        r = np.random.default_rng(8)
        self.params = {
            "W": r.normal(size=(D + H, 4 * H)) * 0.5,
            "b": r.normal(size=4 * H) * 0.3,
            "p": r.normal(size=(3, H)) * 0.7,
        }
        self.H = H
        self.grads = None

    def forward(self, X):
        W, b, p = (self.params[k] for k in ("W", "b", "p"))
        N, T, D = X.shape
        H = self.H
        h = np.zeros((N, H))
        c = np.zeros((N, H))
        self.steps = []
        out = np.zeros((N, T, H))
        for t in range(T):
            u = np.concatenate((X[:, t], h), axis=1)
            ai, af, ag, ao = np.split(u @ W + b, 4, axis=1)
            c_old = c
            i = sigma(ai + p[0] * c_old)
            f = sigma(af + p[1] * c_old)
            g = np.tanh(ag)
            c = f * c_old + i * g
            o = sigma(ao + p[2] * c)
            tc = np.tanh(c)
            h = o * tc
            out[:, t] = h
            self.steps.append((u, c_old, i, f, g, c, o, tc))
        return out

    def backward(self, dout):
        W, p = self.params["W"], self.params["p"]
        self.grads = {k: np.zeros_like(v) for k, v in self.params.items()}
        N, T, H = dout.shape
        D = W.shape[0] - H
        dX = np.zeros((N, T, D))
        dh_next, dc_next = np.zeros((N, H)), np.zeros((N, H))
        for t in range(T - 1, -1, -1):
            u, c_old, i, f, g, c, o, tc = self.steps[t]
            dh = dout[:, t] + dh_next
            dao = dh * tc * o * (1 - o)
            dc = dc_next + dh * o * (1 - tc * tc) + dao * p[2]
            dai = dc * g * i * (1 - i)
            daf = dc * c_old * f * (1 - f)
            dag = dc * i * (1 - g * g)
            dc_next = dc * f + dai * p[0] + daf * p[1]
            da = np.concatenate((dai, daf, dag, dao), axis=1)
            self.grads["W"] += u.T @ da
            self.grads["b"] += da.sum(0)
            self.grads["p"] += np.stack([(dai * c_old).sum(0), (daf * c_old).sum(0), (dao * c).sum(0)])
            du = da @ W.T
            dX[:, t], dh_next = du[:, :D], du[:, D:]
        return dX


def cases():
    r = np.random.default_rng(9)
    return {"LSTM": (LSTM(2, 3), r.normal(size=(4, 5, 2)))}
