import numpy as np


def cosine_forward(a, b):
    na = np.linalg.norm(a, axis=1)
    nb = np.linalg.norm(b, axis=1)
    c = (a * b).sum(axis=1) / (na * nb)
    return c, (a, b, na, nb, c)


def cosine_backward(dc, cache):
    a, b, na, nb, c = cache
    ua, ub = a / na[:, None], b / nb[:, None]
    da = (dc / na)[:, None] * (ub - c[:, None] * ua)
    db = (dc / nb)[:, None] * (ua - c[:, None] * ub)
    return da, db


class Bilinear:
    def __init__(self, m, n, k):
        rs = np.random.RandomState(21)
        self.W = rs.randn(k, m, n)
        self.b = rs.randn(k)

    def forward(self, x, y):
        self.xy = x, y
        return np.einsum("nm,kmj,nj->nk", x, self.W, y, optimize=True) + self.b

    def backward(self, g):
        x, y = self.xy
        self.db = g.sum(0)
        self.dW = np.stack([x.T @ (g[:, k:k + 1] * y) for k in range(len(self.b))])
        Wg = np.tensordot(g, self.W, 1)            # (N, m, n): one matrix a row
        dx = (Wg @ y[:, :, None])[..., 0]
        dy = (x[:, None, :] @ Wg)[:, 0]
        return dx, dy


def cases():
    r = np.random.default_rng(22)
    return {
        "cosine_forward": (r.normal(size=(4, 3)), r.normal(size=(4, 3))),
        "Bilinear": (Bilinear(3, 4, 2), r.normal(size=(5, 3)), r.normal(size=(5, 4))),
    }
