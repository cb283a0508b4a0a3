import numpy as np

CR = 0.5 * np.array([[0, 2, 0, 0], [-1, 0, 1, 0], [2, -5, 4, -1], [-1, 3, -3, 1]])


def catmull_forward(P, u):
    """points P (K, 2) on a closed curve; u (M,) in [0, K): position on the curve"""
    K = len(P)
    seg = np.floor(u).astype(int)
    t = u - seg
    basis = np.vander(t, 4, increasing=True) @ CR                 # M, 4
    idx = (seg[:, None] + np.arange(-1, 3)) % K
    return (basis[:, :, None] * P[idx]).sum(axis=1), (P, t, idx, basis)


def catmull_backward(dout, cache):
    P, t, idx, basis = cache
    dP = np.zeros_like(P)
    np.add.at(dP, idx, basis[:, :, None] * dout[:, None, :])
    dpow = np.stack([np.zeros_like(t), np.ones_like(t), 2 * t, 3 * t * t], axis=1) @ CR
    du = np.einsum("mk,mkd,md->m", dpow, P[idx], dout)
    return dP, du


def weightnorm_forward(x, v, g):
    """w_k = g_k v_k / |v_k| for the columns of v"""
    n = np.sqrt(np.einsum("dk,dk->k", v, v))
    w = v * (g / n)
    return x @ w, (x, v, g, n, w)


def weightnorm_backward(dout, cache):
    x, v, g, n, w = cache
    dw = x.T @ dout
    dg = (dw * v).sum(axis=0) / n
    dv = dw * (g / n) - w * (dg / n)
    return dout @ w.T, dv, dg


def simplex_forward(a):
    """stick breaking: (N, K) reals to (N, K+1) proportions"""
    f = 1 / (1 + np.exp(-a))
    left = np.cumprod(1 - f, axis=1)
    before = np.hstack([np.ones((len(a), 1)), left[:, :-1]])
    return np.hstack([f * before, left[:, -1:]]), (f, before)


def simplex_backward(dout, cache):
    f, before = cache
    da = np.empty_like(f)
    # all later parts share the factor (1 - f_k): keep a running sum of dout_j * p_j
    tail = dout[:, -1] * before[:, -1] * (1 - f[:, -1])
    for k in reversed(range(f.shape[1])):
        da[:, k] = dout[:, k] * before[:, k] * f[:, k] * (1 - f[:, k]) - tail * f[:, k]
        tail = tail + dout[:, k] * f[:, k] * before[:, k]
    return da


def cases():
    r = np.random.default_rng(35)
    return {
        "catmull_forward": (r.normal(size=(6, 2)), np.array([0.3, 5.6, 2.2, 2.9, 4.4])),
        "weightnorm": (r.normal(size=(4, 3)), r.normal(size=(3, 5)), r.uniform(.5, 2, 5)),
        "simplex": (r.normal(size=(3, 4)),),
    }
