import numpy as np


def dropout_forward(x, p=0.4, seed=0):
    m = np.random.default_rng(seed).random(x.shape) >= p
    out = x.copy()
    out[~m] = 0
    out /= 1 - p
    return out, (m, p)


def dropout_backward(dout, cache):
    m, p = cache
    return dout * m / (1 - p)


def spatial_dropout_forward(x, keep):
    """keep (N, C) of zeros and ones drops whole channels"""
    s = keep / keep.mean()
    return x * s[:, :, None, None], s


def spatial_dropout_backward(dout, s):
    return np.einsum('nchw,nc->nchw', dout, s)


def masked_mean_forward(x, lengths):
    """mean over valid steps of padded (N, T, D)"""
    m = np.arange(x.shape[1])[None, :] < lengths[:, None]
    return (x * m[..., None]).sum(1) / lengths[:, None], (m, lengths)


def masked_mean_backward(dout, cache):
    m, lengths = cache
    return m[:, :, None] * (dout / lengths[:, None])[:, None, :]


def masked_softmax_forward(x, valid):
    e = np.exp(x - np.max(np.where(valid, x, -np.inf), axis=1, keepdims=True)) * valid
    p = e / e.sum(1, keepdims=True)
    return p, p


def masked_softmax_backward(dout, y):
    return y * (dout - (y * dout).sum(1, keepdims=True))


def cases():
    r = np.random.default_rng(22)
    return {'dropout_forward': (r.normal(size=(4, 6)), .3, 5),
            'spatial_dropout_forward': (r.normal(size=(2, 3, 2, 2)), np.array([[1, 0, 1], [1, 1, 0]])),
            'masked_softmax_forward': (r.normal(size=(3, 4)), np.array([[1, 1, 0, 1], [1, 1, 1, 1], [0, 1, 1, 0]], bool)),
            'masked_mean_forward': (r.normal(size=(3, 5, 2)), np.array([5, 2, 3]))}
