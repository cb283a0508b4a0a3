import numpy as np


def multi_head_forward(x, Wq, Wk, Wv, Wo, n_heads):
    """Self-attention over one sequence x (T, D); Wq, Wk, Wv: (D, n_heads * size), Wo: (n_heads * size, M)."""
    size = Wq.shape[1] // n_heads
    Q, K, V = x.dot(Wq), x.dot(Wk), x.dot(Wv)
    heads, alphas = [], []
    for h in range(n_heads):
        cols = slice(h * size, (h + 1) * size)
        s = Q[:, cols].dot(K[:, cols].T) / np.sqrt(size)
        s = np.exp(s - s.max(axis=1)[:, np.newaxis])
        a = s / s.sum(axis=1)[:, np.newaxis]
        alphas.append(a)
        heads.append(a.dot(V[:, cols]))
    joined = np.concatenate(heads, axis=1)
    return joined.dot(Wo), (x, Wq, Wk, Wv, Wo, n_heads, Q, K, V, alphas, joined)


def multi_head_backward(dout, cache):
    x, Wq, Wk, Wv, Wo, n_heads, Q, K, V, alphas, joined = cache
    size = Wq.shape[1] // n_heads
    dWo = joined.T.dot(dout)
    djoined = dout.dot(Wo.T)
    dQ, dK, dV = np.zeros_like(Q), np.zeros_like(K), np.zeros_like(V)
    for h in range(n_heads):
        cols = slice(h * size, (h + 1) * size)
        a = alphas[h]
        dhead = djoined[:, cols]
        dV[:, cols] += a.T.dot(dhead)
        da = dhead.dot(V[:, cols].T)
        ds = np.zeros_like(a)
        for t in range(len(a)):
            jac = np.diag(a[t]) - np.outer(a[t], a[t])
            ds[t] = jac.dot(da[t])
        ds = ds / np.sqrt(size)
        dQ[:, cols] += ds.dot(K[:, cols])
        dK[:, cols] += ds.T.dot(Q[:, cols])
    dx = dQ.dot(Wq.T) + dK.dot(Wk.T) + dV.dot(Wv.T)
    return dx, x.T.dot(dQ), x.T.dot(dK), x.T.dot(dV), dWo, None


def cases():
    rng = np.random.default_rng(118)
    T, D, heads, size, M = 4, 5, 2, 3, 7
    Wq, Wk, Wv = (rng.normal(size=(D, heads * size)) * 0.6 for _ in range(3))
    return {"multi_head": (rng.normal(size=(T, D)), Wq, Wk, Wv, rng.normal(size=(heads * size, M)), heads)}
