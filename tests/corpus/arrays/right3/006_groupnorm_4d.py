import numpy as np


def spatial_groupnorm_forward(x, gamma, beta, G, eps=1e-5):
    """x (N, C, H, W); gamma and beta (1, C, 1, 1); C divisible by G."""
    N, C, H, W = x.shape
    xg = x.reshape(N, G, C // G * H * W)
    mean = xg.mean(axis=2, keepdims=True)
    var = xg.var(axis=2, keepdims=True)
    istd = 1 / np.sqrt(var + eps)
    xn = ((xg - mean) * istd).reshape(N, C, H, W)
    out = gamma * xn + beta
    cache = {'xn': xn, 'istd': istd, 'gamma': gamma, 'G': G}
    return out, cache


def spatial_groupnorm_backward(dout, cache):
    xn, istd, gamma, G = cache['xn'], cache['istd'], cache['gamma'], cache['G']
    N, C, H, W = dout.shape
    dbeta = dout.sum(axis=(0, 2, 3), keepdims=True)
    dgamma = (dout * xn).sum(axis=(0, 2, 3), keepdims=True)
    M = C // G * H * W
    dxn = (dout * gamma).reshape(N, G, M)
    xh = xn.reshape(N, G, M)
    s1 = dxn.sum(axis=2, keepdims=True)
    s2 = (dxn * xh).sum(axis=2, keepdims=True)
    dx = istd / M * (M * dxn - s1 - xh * s2)
    return dx.reshape(N, C, H, W), dgamma, dbeta


def cases():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 4, 3, 2))
    gamma, beta = rng.normal(size=(1, 4, 1, 1)), rng.normal(size=(1, 4, 1, 1))
    return {"spatial_groupnorm": (x, gamma, beta, 2)}
