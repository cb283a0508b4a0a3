import numpy as np


class MultiHeadSelfAttention:
    def __init__(self, dim, heads, seed=0):
        r = np.random.RandomState(seed)
        self.h = heads
        for n in ('Wq', 'Wk', 'Wv', 'Wo'):
            setattr(self, n, r.randn(dim, dim) / np.sqrt(dim))
        self.bo = np.zeros(dim)

    def _split(self, x):
        B, T, D = x.shape
        return x.reshape(B, T, self.h, D // self.h).swapaxes(1, 2)

    def _merge(self, x):
        B, H, T, d = x.shape
        return x.swapaxes(1, 2).reshape(B, T, H * d)

    def forward(self, x):
        self.x = x
        self.q, self.k, self.v = (self._split(x @ W) for W in (self.Wq, self.Wk, self.Wv))
        self.scale = 1 / np.sqrt(self.q.shape[-1])
        s = self.q @ self.k.swapaxes(-1, -2) * self.scale
        e = np.exp(s - s.max(-1, keepdims=True))
        self.p = e / e.sum(-1, keepdims=True)
        self.ctx = self._merge(self.p @ self.v)
        return self.ctx @ self.Wo + self.bo

    def backward(self, dout):
        flat = lambda a: a.reshape(-1, a.shape[-1])
        self.dWo = flat(self.ctx).T @ flat(dout)
        self.dbo = flat(dout).sum(0)
        dctx = self._split(dout @ self.Wo.T)
        dv = self.p.swapaxes(-1, -2) @ dctx
        dp = dctx @ self.v.swapaxes(-1, -2)
        ds = self.p * (dp - (dp * self.p).sum(-1, keepdims=True)) * self.scale
        dq, dk = self._merge(ds @ self.k), self._merge(ds.swapaxes(-1, -2) @ self.q)
        dv = self._merge(dv)
        xf = flat(self.x)
        self.dWq, self.dWk, self.dWv = xf.T @ flat(dq), xf.T @ flat(dk), xf.T @ flat(dv)
        return dq @ self.Wq.T + dk @ self.Wk.T + dv @ self.Wv.T


def cases():
    r = np.random.default_rng(19)
    return {'MultiHeadSelfAttention': (MultiHeadSelfAttention(6, 3), r.normal(size=(2, 4, 6)))}
