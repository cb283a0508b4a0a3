import numpy as np


def depthwise_forward(x, k, b, dilation=2):
    """x (N, C, L), k (C, K): each channel has its own filter, causal padding."""
    N, C, L = x.shape
    K = k.shape[1]
    left = (K - 1) * dilation
    xp = np.pad(x, ((0, 0), (0, 0), (left, 0)))
    y = np.zeros_like(x)
    for j in range(K):
        y += k[:, j, None] * xp[:, :, j * dilation: j * dilation + L]
    return y + b[None, :, None], (xp, k, dilation, L)


def depthwise_backward(dy, cache):
    xp, k, dilation, L = cache
    dxp = np.zeros_like(xp)
    dk = np.empty_like(k)
    for j in reversed(range(k.shape[1])):
        s = slice(j * dilation, j * dilation + L)
        dxp[..., s] += dy * k[:, j, None]
        dk[:, j] = np.einsum('ncl,ncl->c', dy, xp[..., s])
    return dxp[..., xp.shape[-1] - L:], dk, dy.sum((0, 2))


def cases():
    r = np.random.default_rng(4)
    return {"depthwise_forward": (r.normal(size=(2, 3, 7)), r.normal(size=(3, 4)), r.normal(size=3))}
