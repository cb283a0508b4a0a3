import numpy as np


def _seg_sum(values, index, n):
    out = np.zeros((n,) + values.shape[1:])
    np.add.at(out, index, values)
    return out


def gat_forward(X, src, dst, params, slope=0.2):
    """one-head graph attention over an edge list (src -> dst); every node needs an incoming edge"""
    n = len(X)
    H = X @ params['W']
    pre = (H @ params['a_s'])[src] + (H @ params['a_d'])[dst]
    e = np.where(pre > 0, pre, slope * pre)
    top = np.full(n, -np.inf)
    np.maximum.at(top, dst, e)
    w = np.exp(e - top[dst])
    alpha = w / _seg_sum(w, dst, n)[dst]
    out = _seg_sum(alpha[:, None] * H[src], dst, n)
    return out, (X, H, pre, alpha, src, dst, params, slope)


def gat_backward(dout, cache):
    X, H, pre, alpha, src, dst, params, slope = cache
    n = len(X)
    d_msg = dout[dst]
    d_alpha = (d_msg * H[src]).sum(axis=1)
    dH = _seg_sum(alpha[:, None] * d_msg, src, n)
    mixed = _seg_sum(alpha * d_alpha, dst, n)[dst]
    d_e = alpha * (d_alpha - mixed)
    d_pre = d_e * np.where(pre > 0, 1.0, slope)
    ds = _seg_sum(d_pre, src, n)
    dd = _seg_sum(d_pre, dst, n)
    grads = {'a_s': H.T @ ds, 'a_d': H.T @ dd}
    dH += np.outer(ds, params['a_s']) + np.outer(dd, params['a_d'])
    grads['W'] = X.T @ dH
    return dH @ params['W'].T, grads


def cases():
    rng = np.random.default_rng(0)
    src, dst = np.array([0, 1, 2, 3, 0, 2, 3, 1]), np.array([1, 0, 1, 2, 3, 3, 0, 2])
    params = {"W": rng.normal(size=(3, 2)), "a_s": rng.normal(size=2), "a_d": rng.normal(size=2)}
    return {"gat": (rng.normal(size=(4, 3)), src, dst, params)}
