# right
import numpy as np


class Bahdanau:
    def __init__(self, dq, dk, da):
        g = np.random.default_rng(8)
        self.Wq = g.normal(size=(dq, da))
        self.Wk = g.normal(size=(dk, da))
        self.v = g.normal(size=da)

    def forward(self, q, keys):
        # q (B, dq), keys (B, T, dk)
        self.q, self.keys = q, keys
        self.u = np.tanh((q @ self.Wq)[:, None, :] + keys @ self.Wk)
        sc = self.u @ self.v
        sc = np.exp(sc - sc.max(1, keepdims=True))
        self.alpha = sc / sc.sum(1, keepdims=True)
        return (self.alpha[:, :, None] * keys).sum(1)

    def backward(self, dctx):
        dkeys = self.alpha[:, :, None] * dctx[:, None, :]
        dalpha = (self.keys * dctx[:, None, :]).sum(2)
        dsc = self.alpha * (dalpha - (dalpha * self.alpha).sum(1, keepdims=True))
        self.dv = np.einsum('bt,bta->a', dsc, self.u)
        du = dsc[:, :, None] * self.v
        dpre = du * (1 - self.u ** 2)
        dqp = dpre.sum(1)
        self.dWq = self.q.T @ dqp
        self.dWk = np.einsum('btk,bta->ka', self.keys, dpre)
        dkeys += dpre @ self.Wk.T
        return dqp @ self.Wq.T, dkeys


def cases():
    r = np.random.default_rng(9)
    return {"Bahdanau": (Bahdanau(3, 2, 4), r.normal(size=(2, 3)), r.normal(size=(2, 5, 2)))}
