import numpy as np


class CausalAttention:
    def __init__(self, d, heads, seed=0):
        g = np.random.default_rng(seed)
        self.params = {n: g.normal(size=(d, d)) / np.sqrt(d) for n in ("q", "k", "v", "o")}
        self.grads = {}
        self.heads = heads

    def _split(self, t):
        B, T, D = t.shape
        return t.reshape(B, T, self.heads, D // self.heads).transpose(0, 2, 1, 3)

    def _join(self, t):
        B, h, T, e = t.shape
        return t.transpose(0, 2, 1, 3).reshape(B, T, h * e)

    def forward(self, x):
        p = self.params
        self.x = x
        self.q, self.k, self.v = (self._split(x @ p[n]) for n in "qkv")
        T = x.shape[1]
        s = self.q @ self.k.swapaxes(-1, -2) / np.sqrt(self.q.shape[-1])
        s = np.where(np.tri(T, dtype=bool), s, -np.inf)
        s = np.exp(s - s.max(-1, keepdims=True))
        s /= s.sum(-1, keepdims=True)
        self.a = s
        self.ctx = self._join(s @ self.v)
        return self.ctx @ p["o"]

    def backward(self, dout):
        p = self.params
        self.grads["o"] = np.einsum('bti,btj->ij', self.ctx, dout)
        dctx = self._split(dout @ p["o"].T)
        dv = self.a.swapaxes(-1, -2) @ dctx
        da = dctx @ self.v.swapaxes(-1, -2)
        # sum_j a_ij da_ij equals ctx_i . dctx_i
        row = (self._split(self.ctx) * dctx).sum(-1, keepdims=True)
        ds = self.a * (da - row) / np.sqrt(self.q.shape[-1])
        dq = ds @ self.k
        dk = ds.swapaxes(-1, -2) @ self.q
        dx = 0
        for n, d in zip("qkv", (dq, dk, dv)):
            d = self._join(d)
            self.grads[n] = np.tensordot(self.x, d, axes=((0, 1), (0, 1)))
            dx = dx + d @ p[n].T
        return dx


def cases():
    return {"CausalAttention": (CausalAttention(4, 2), np.random.default_rng(9).normal(size=(2, 3, 4)))}
