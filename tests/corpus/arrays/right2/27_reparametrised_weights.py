import numpy as np


def weightnorm_forward(x, V, g):
    n = np.linalg.norm(V, axis=0)
    W = V * (g / n)
    return x @ W, (x, V, g, n, W)


def weightnorm_backward(dout, cache):
    x, V, g, n, W = cache
    dW = x.T @ dout
    dg = (dW * V).sum(0) / n
    dV = dW * (g / n) - V * (g * dg / n ** 2)
    return dout @ W.T, dV, dg


def spectral_forward(x, W):
    """weight divided by its largest singular value"""
    u, s, vt = np.linalg.svd(W, full_matrices=False)
    return x @ W / s[0], (x, W, u[:, 0], s[0], vt[0])


def spectral_backward(dout, cache):
    x, W, u, s, v = cache
    dWn = x.T @ dout
    return dout @ W.T / s, dWn / s - np.sum(dWn * W) / s ** 2 * np.outer(u, v)


def cayley_forward(x, S):
    """orthogonal map Q = (I - A)^-1 (I + A), A = S - S'"""
    A = S - S.T
    I = np.eye(len(S))
    Minv = np.linalg.inv(I - A)
    Q = Minv @ (I + A)
    return x @ Q, (x, Minv, Q)


def cayley_backward(dout, cache):
    x, Minv, Q = cache
    dQ = x.T @ dout
    I = np.eye(len(Q))
    dA = Minv.T @ dQ @ (I + Q).T
    return dout @ Q.T, dA - dA.T


def simplex_forward(x, a):
    """convex combination of the columns with weights softmax(a)"""
    w = np.exp(a - a.max())
    w /= w.sum()
    return x @ w, (x, w)


def simplex_backward(dout, cache):
    x, w = cache
    dw = dout @ x
    return np.outer(dout, w), w * (dw - w @ dw)


def cases():
    r = np.random.RandomState(27)
    return {'weightnorm_forward': (r.randn(4, 3), r.randn(3, 2), r.rand(2) + .5),
            'spectral_forward': (r.randn(3, 4), r.randn(4, 3)),
            'cayley_forward': (r.randn(2, 4), r.randn(4, 4) * .5),
            'simplex_forward': (r.randn(5, 3), r.randn(3))}
