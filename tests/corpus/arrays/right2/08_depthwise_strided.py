import numpy as np
from numpy.lib.stride_tricks import as_strided


def _frames(x, k):
    b, c, t = x.shape
    sb, sc, st = x.strides
    return as_strided(x, (b, c, t - k + 1, k), (sb, sc, st, st), writeable=False)


def depthwise_forward(x, w):
    """causal depth-wise convolution, x (B, C, T), w (C, k)"""
    k = w.shape[1]
    xp = np.ascontiguousarray(np.concatenate([np.zeros(x.shape[:2] + (k - 1,)), x], axis=2))
    f = _frames(xp, k)
    return np.einsum('bctk,ck->bct', f, w), (xp, w)


def depthwise_backward(dout, cache):
    xp, w = cache
    k = w.shape[1]
    dw = np.einsum('bct,bctk->ck', dout, _frames(xp, k))
    # correlation of the padded gradient with the flipped kernel
    dp = np.ascontiguousarray(np.pad(dout, ((0, 0), (0, 0), (0, k - 1))))
    dx = np.einsum('bctk,ck->bct', _frames(dp, k), w[:, ::-1])
    return dx, dw


def cases():
    r = np.random.default_rng(8)
    return {'depthwise_forward': (r.normal(size=(2, 3, 7)), r.normal(size=(3, 4)))}
