# expect: 27 missing-path
import numpy as np

EPS = 1e-3


def instnorm_forward(x, gamma, beta):
    N, C, H, W = x.shape
    v = x.reshape(N, C, -1)
    mean = v.mean(2, keepdims=True)
    xc = v - mean
    std = np.sqrt((xc ** 2).mean(2, keepdims=True) + EPS)
    xn = xc / std
    out = xn * gamma.reshape(1, C, 1) + beta.reshape(1, C, 1)
    return out.reshape(x.shape), (xc, std, xn, gamma)


def instnorm_backward(dout, cache):
    xc, std, xn, gamma = cache
    N, C, H, W = dout.shape
    d = dout.reshape(N, C, H * W)
    dgamma = (d * xn).sum((0, 2))
    dbeta = d.sum((0, 2))
    dxn = d * gamma.reshape(1, C, 1)
    dstd = -(dxn * xc).sum(2, keepdims=True) / std ** 2
    dxc = dxn / std + dstd * xc / (std * H * W)
    dx = dxc
    return dx.reshape(dout.shape), dgamma, dbeta


def cases():
    r = np.random.default_rng(1)
    return {"instnorm": (r.normal(size=(2, 3, 2, 4)), r.normal(size=3), r.normal(size=3))}
