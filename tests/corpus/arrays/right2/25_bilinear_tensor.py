import numpy as np


def bilinear_forward(x, y, W, b):
    """out[n, k] = x[n] W[k] y[n] + b[k]"""
    return np.einsum('ni,kij,nj->nk', x, W, y, optimize=True) + b, (x, y, W)


def bilinear_backward(dout, cache):
    x, y, W = cache
    return (np.einsum('nk,kij,nj->ni', dout, W, y), np.einsum('nk,kij,ni->nj', dout, W, x),
            np.einsum('nk,ni,nj->kij', dout, x, y), dout.sum(0))


def quadform_forward(x, A):
    return np.einsum('ni,ij,nj->n', x, A, x), (x, A)


def quadform_backward(dout, cache):
    x, A = cache
    return dout[:, None] * (x @ (A + A.T)), (x * dout[:, None]).T @ x


def lowrank_forward(x, U, V):
    """LoRA like branch: x + x U V / rank"""
    xu = x @ U
    return x + xu @ V / U.shape[1], (x, U, V, xu)


def lowrank_backward(dout, cache):
    x, U, V, xu = cache
    g = dout / U.shape[1]
    t = g @ V.T
    return dout + t @ U.T, x.T @ t, xu.T @ g


def broadcast_mul_forward(a, b):
    """a (N, 1, D) times b (M, 1)"""
    return a * b, (a, b)


def broadcast_mul_backward(dout, cache):
    a, b = cache
    return (dout * b).sum(axis=1, keepdims=True), (dout * a).sum(axis=(0, 2)).reshape(b.shape)


def cases():
    r = np.random.RandomState(25)
    return {'bilinear_forward': (r.randn(3, 2), r.randn(3, 4), r.randn(5, 2, 4), r.randn(5)),
            'quadform_forward': (r.randn(4, 3), r.randn(3, 3)),
            'lowrank_forward': (r.randn(4, 5), r.randn(5, 2), r.randn(2, 5)),
            'broadcast_mul_forward': (r.randn(3, 1, 4), r.randn(2, 1))}
