import numpy as np


class GRU:
    """GRU over (N, T, D) with the reset gate applied after the recurrent product."""

    def __init__(self, d, h, seed=4):
        rng = np.random.default_rng(seed)
        self.H = h
        self.params = {
            "Wx": rng.normal(size=(d, 3 * h)) * 0.5,
            "Wh": rng.normal(size=(h, 3 * h)) * 0.5,
            "bx": rng.normal(size=3 * h) * 0.1,
            "bh": rng.normal(size=3 * h) * 0.1,
        }
        self.grads = {}

    def forward(self, x):
        P, H = self.params, self.H
        N, T, _ = x.shape
        self.x, self.steps = x, []
        h = np.zeros((N, H))
        out = np.zeros((N, T, H))
        for t in range(T):
            gx = x[:, t] @ P["Wx"] + P["bx"]
            gh = h @ P["Wh"] + P["bh"]
            zr = 1 / (1 + np.exp(-(gx[:, : 2 * H] + gh[:, : 2 * H])))
            z, r = zr[:, :H], zr[:, H:]
            n = np.tanh(gx[:, 2 * H :] + r * gh[:, 2 * H :])
            self.steps.append((h, z, r, n, gh[:, 2 * H :]))
            h = (1 - z) * n + z * h
            out[:, t] = h
        return out

    def backward(self, dout):
        P, H = self.params, self.H
        N, T, D = self.x.shape
        self.grads = {k: np.zeros_like(v) for k, v in P.items()}
        dx = np.zeros((N, T, D))
        dh = np.zeros((N, H))
        for t in reversed(range(T)):
            h, z, r, n, hn = self.steps[t]
            dh = dh + dout[:, t]
            dn = dh * (1 - z) * (1 - n * n)
            dz = dh * (h - n) * z * (1 - z)
            dr = dn * hn * r * (1 - r)
            dgx = np.concatenate([dz, dr, dn], axis=1)
            dgh = np.concatenate([dz, dr, dn * r], axis=1)
            self.grads["Wx"] += self.x[:, t].T @ dgx
            self.grads["bx"] += dgx.sum(0)
            self.grads["Wh"] += h.T @ dgh
            self.grads["bh"] += dgh.sum(0)
            dx[:, t] = dgx @ P["Wx"].T
            dh = dh * z + dgh @ P["Wh"].T
        return dx


def cases():
    return {"GRU": (GRU(5, 3), np.random.default_rng(113).normal(size=(2, 4, 5)))}
