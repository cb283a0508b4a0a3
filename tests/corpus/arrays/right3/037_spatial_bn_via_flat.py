import numpy as np


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param['mode']
    eps = bn_param.get('eps', 1e-5)
    momentum = bn_param.get('momentum', 0.9)
    D = x.shape[1]
    running_mean = bn_param.get('running_mean', np.zeros(D, dtype=x.dtype))
    running_var = bn_param.get('running_var', np.zeros(D, dtype=x.dtype))
    if mode == 'train':
        mu, var = x.mean(axis=0), x.var(axis=0)
        istd = 1 / np.sqrt(var + eps)
        running_mean = momentum * running_mean + (1 - momentum) * mu
        running_var = momentum * running_var + (1 - momentum) * var
    elif mode == 'test':
        mu, istd = running_mean, 1 / np.sqrt(running_var + eps)
    else:
        raise ValueError('Invalid forward batchnorm mode "%s"' % mode)
    xhat = (x - mu) * istd
    bn_param['running_mean'] = running_mean
    bn_param['running_var'] = running_var
    return gamma * xhat + beta, (mode, xhat, istd, gamma)


def batchnorm_backward(dout, cache):
    mode, xhat, istd, gamma = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * xhat).sum(axis=0)
    dxhat = dout * gamma
    if mode == 'test':
        return dxhat * istd, dgamma, dbeta
    N = len(dout)
    dx = istd / N * (N * dxhat - dxhat.sum(axis=0) - xhat * np.sum(dxhat * xhat, axis=0))
    return dx, dgamma, dbeta


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    N, C, H, W = x.shape
    flat = x.transpose(0, 2, 3, 1).reshape(-1, C)
    out, cache = batchnorm_forward(flat, gamma, beta, bn_param)
    return out.reshape(N, H, W, C).transpose(0, 3, 1, 2), cache


def spatial_batchnorm_backward(dout, cache):
    N, C, H, W = dout.shape
    flat = dout.transpose(0, 2, 3, 1).reshape(-1, C)
    dx, dgamma, dbeta = batchnorm_backward(flat, cache)
    return dx.reshape(N, H, W, C).transpose(0, 3, 1, 2), dgamma, dbeta


def cases():
    rng = np.random.default_rng(0)
    x, gamma, beta = rng.normal(size=(3, 2, 2, 3)), rng.normal(size=2), rng.normal(size=2)
    warm = {"mode": "train", "momentum": 0.9}
    batchnorm_forward(rng.normal(size=(5, 2)), gamma, beta, warm)
    return {
        "spatial_batchnorm": (x, gamma, beta, {"mode": "train", "momentum": 0.9}),
        "batchnorm": (rng.normal(size=(4, 2)), gamma, beta, {**warm, "mode": "test"}),
    }
