"""Message passing with an edge list (src, dst)."""
import numpy as np


def segment_sum(v, idx, n):
    out = np.zeros((n,) + v.shape[1:])
    np.add.at(out, idx, v)
    return out


def sage_forward(X, Ws, Wn, src, dst):
    n = len(X)
    deg = np.maximum(np.bincount(dst, minlength=n), 1)[:, None]
    M = segment_sum(X[src], dst, n) / deg
    return X @ Ws + M @ Wn, (X, M, deg, Ws, Wn, src, dst)


def sage_backward(dout, cache):
    X, M, deg, Ws, Wn, src, dst = cache
    dM = dout @ Wn.T / deg
    dX = dout @ Ws.T + segment_sum(dM[dst], src, len(X))
    return dX, X.T @ dout, M.T @ dout


def gat_forward(X, W, a_src, a_dst, src, dst):
    """single head, softmax over incoming edges, leaky slope 0.2"""
    n = len(X)
    H = X @ W
    raw = (H @ a_src)[src] + (H @ a_dst)[dst]
    e = np.where(raw > 0, raw, 0.2 * raw)
    top = np.full(n, -np.inf)
    np.maximum.at(top, dst, e)
    w = np.exp(e - top[dst])
    alpha = w / segment_sum(w, dst, n)[dst]
    return segment_sum(alpha[:, None] * H[src], dst, n), (X, W, H, a_src, a_dst, raw, alpha, src, dst)


def gat_backward(dout, cache):
    X, W, H, a_src, a_dst, raw, alpha, src, dst = cache
    n = len(X)
    dH = segment_sum(alpha[:, None] * dout[dst], src, n)
    dalpha = (dout[dst] * H[src]).sum(1)
    mix = segment_sum(alpha * dalpha, dst, n)
    draw = alpha * (dalpha - mix[dst]) * np.where(raw > 0, 1, 0.2)
    ps, pd = segment_sum(draw, src, n), segment_sum(draw, dst, n)
    da_src, da_dst = H.T @ ps, H.T @ pd
    dH += np.outer(ps, a_src) + np.outer(pd, a_dst)
    return dH @ W.T, X.T @ dH, da_src, da_dst


def segment_max_forward(x, seg):
    """x sorted by segment; max per segment and column"""
    starts = np.flatnonzero(np.r_[True, seg[1:] != seg[:-1]])
    out = np.maximum.reduceat(x, starts, axis=0)
    return out, (x, out, np.cumsum(np.r_[0, seg[1:] != seg[:-1]]))


def segment_max_backward(dout, cache):
    x, out, s = cache
    return (x == out[s]) * dout[s]


class APPNP:
    """personalised propagation: Z = (1 - t) sum (tS)^k H truncated, S fixed and symmetric"""

    keep = 0.8

    def __init__(self, S, steps, rng, d, k):
        self._S, self.steps = S, steps
        self.W = rng.normal(size=(d, k))

    def forward(self, X):
        self.X = X
        t = self.keep
        H = X @ self.W
        Z = H
        for _ in range(self.steps):
            Z = t * self._S @ Z + (1 - t) * H
        return Z

    def backward(self, dZ):
        t = self.keep
        dH = 0
        for _ in range(self.steps):
            dH = dH + (1 - t) * dZ
            dZ = t * self._S.T @ dZ
        dH = dH + dZ
        self.dW = self.X.T @ dH
        return dH @ self.W.T


def cases():
    r = np.random.default_rng(40)
    src, dst = np.array([0, 1, 2, 3, 0, 4, 2, 1]), np.array([1, 0, 1, 2, 3, 4, 0, 2])
    S = r.random((5, 5)); S = (S + S.T) / 10
    return {'sage_forward': (r.normal(size=(5, 3)), r.normal(size=(3, 2)), r.normal(size=(3, 2)), src, dst),
            'gat_forward': (r.normal(size=(5, 3)), r.normal(size=(3, 4)), r.normal(size=4), r.normal(size=4), src, dst),
            'segment_max_forward': (r.normal(size=(7, 2)), np.array([0, 0, 1, 1, 1, 2, 3])),
            'APPNP': (APPNP(S, 4, r, 3, 2), r.normal(size=(5, 3)))}
