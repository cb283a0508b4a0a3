import numpy as np


def groupnorm_forward(x, gamma, beta, groups=2):
    n, c, h, w = x.shape
    xg = x.reshape(n, groups, -1)
    mean = xg.mean(-1, keepdims=True)
    inv = 1 / np.sqrt(xg.var(-1, keepdims=True) + 1e-6)
    norm = ((xg - mean) * inv).reshape(x.shape)
    out = norm * gamma[:, None, None] + beta[:, None, None]
    return out, (norm, inv, gamma, groups)


def groupnorm_backward(dout, cache):
    norm, inv, gamma, groups = cache
    n = len(dout)
    d = (dout * gamma[:, None, None]).reshape(n, groups, -1)
    z = norm.reshape(n, groups, -1)
    dx = inv * (d - d.mean(-1, keepdims=True) - z * np.mean(d * z, axis=-1, keepdims=True))
    return dx.reshape(dout.shape), np.einsum('nchw,nchw->c', dout, norm), np.einsum('nchw->c', dout)


def instancenorm_forward(x):
    mu = x.mean((2, 3), keepdims=True)
    s = x.std((2, 3), keepdims=True) + 1e-3      # eps added to the std
    return (x - mu) / s, (x - mu, s)


def instancenorm_backward(dout, cache):
    xc, s = cache
    sd = s - 1e-3
    m = xc[0, 0].size
    proj = (dout * xc).sum((2, 3), keepdims=True)
    dxc = dout / s - xc * proj / (m * sd * s ** 2)
    return dxc - dxc.mean((2, 3), keepdims=True)


def cases():
    r = np.random.RandomState(4)
    x = r.randn(2, 4, 3, 3)
    return {'groupnorm_forward': (x, r.randn(4), r.randn(4)), 'instancenorm_forward': (x * 2 + 1,)}
