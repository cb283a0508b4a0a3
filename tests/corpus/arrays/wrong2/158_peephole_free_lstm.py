# expect: 44 missing-time-path
import numpy as np


def squash(a):
    return 1.0 / (1.0 + np.exp(-a))


class SeqLSTM:
    def __init__(self, D, H):
        rng = np.random.default_rng(31)
        self.H = H
        self.params = {"W": 0.7 * rng.normal(size=(D + H, 4 * H)), "b": rng.normal(size=4 * H)}
        self.grads = {}

    def forward(self, x):
        N, T, D = x.shape
        H = self.H
        h, c = np.zeros((N, H)), np.zeros((N, H))
        self.tape = []
        out = np.zeros((N, T, H))
        for t in range(T):
            xh = np.hstack((x[:, t], h))
            a = xh @ self.params["W"] + self.params["b"]
            i, f, o, g = np.split(a, 4, axis=1)
            i, f, o, g = squash(i), squash(f), squash(o), np.tanh(g)
            c_old, c = c, f * c + i * g
            h = o * np.tanh(c)
            out[:, t] = h
            self.tape.append((xh, i, f, o, g, c_old, c))
        self.D = D
        return out

    def backward(self, dout):
        W = self.params["W"]
        gW, gb = np.zeros_like(W), np.zeros_like(self.params["b"])
        N, T, H = dout.shape
        dx = np.zeros((N, T, self.D))
        dh_n, dc_n = np.zeros((N, H)), np.zeros((N, H))
        for t in range(T - 1, -1, -1):
            xh, i, f, o, g, c_old, c = self.tape[t]
            dh = dout[:, t] + dh_n
            tanh_c = np.tanh(c)
            dc = dh * o * (1 - tanh_c ** 2)
            da = np.hstack((dc * g * i * (1 - i), dc * c_old * f * (1 - f), dh * tanh_c * o * (1 - o), dc * i * (1 - g ** 2)))
            gW += xh.T @ da
            gb += da.sum(0)
            dxh = da @ W.T
            dx[:, t], dh_n = dxh[:, :self.D], dxh[:, self.D:]
            dc_n = dc * f
        self.grads["W"], self.grads["b"] = gW, gb
        return dx


def cases():
    rng = np.random.default_rng(0)
    return {"SeqLSTM": (SeqLSTM(5, 4), rng.normal(size=(2, 3, 5)))}
