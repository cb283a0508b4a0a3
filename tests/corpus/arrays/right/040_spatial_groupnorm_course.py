import numpy as np


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    """x (N, C, H, W); gamma and beta (1, C, 1, 1); G divides C."""
    eps = gn_param.get("eps", 1e-5)
    N, C, H, W = x.shape
    xg = x.reshape(N, G, C // G, H, W)
    mean = xg.mean(axis=(2, 3, 4), keepdims=True)
    var = xg.var(axis=(2, 3, 4), keepdims=True)
    std = np.sqrt(var + eps)
    xhat = ((xg - mean) / std).reshape(N, C, H, W)
    out = gamma * xhat + beta
    return out, (xhat, gamma, std, G)


def spatial_groupnorm_backward(dout, cache):
    xhat, gamma, std, G = cache
    N, C, H, W = dout.shape
    dbeta = dout.sum(axis=(0, 2, 3), keepdims=True)
    dgamma = (dout * xhat).sum(axis=(0, 2, 3), keepdims=True)
    size = (C // G) * H * W
    dxhat = (dout * gamma).reshape(N * G, size).T
    xh = xhat.reshape(N * G, size).T
    s = std.reshape(N * G)
    dx = (dxhat - dxhat.mean(axis=0) - xh * np.mean(dxhat * xh, axis=0)) / s
    dx = dx.T.reshape(N, C, H, W)
    return dx, dgamma, dbeta


def cases():
    rng = np.random.default_rng(43)
    x = rng.normal(size=(2, 6, 4, 5))
    gamma = rng.normal(size=(1, 6, 1, 1))
    beta = rng.normal(size=(1, 6, 1, 1))
    return {"spatial_groupnorm": (x, gamma, beta, 3, {"eps": 1e-5})}
