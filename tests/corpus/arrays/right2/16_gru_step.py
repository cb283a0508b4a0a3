import numpy as np


def gru_step_forward(x, h, W, U, b):
    """reset applied after the matrix product (cuDNN flavour); W (3, D, H), U (3, H, H), b (3, H)"""
    z = 1 / (1 + np.exp(-(x @ W[0] + h @ U[0] + b[0])))
    r = 1 / (1 + np.exp(-(x @ W[1] + h @ U[1] + b[1])))
    hu = h @ U[2]
    n = np.tanh(x @ W[2] + b[2] + r * hu)
    out = n + z * (h - n)
    return out, (x, h, W, U, z, r, hu, n)


def gru_step_backward(dout, cache):
    x, h, W, U, z, r, hu, n = cache
    da_n = dout * (1 - z) * (1 - n * n)
    da_z = dout * (h - n) * z * (1 - z)
    da_r = da_n * hu * r * (1 - r)
    pre = np.stack([da_z, da_r, da_n])                 # gate gradients, input side
    rec = np.stack([da_z, da_r, da_n * r])             # hidden side
    dx = np.einsum('gnh,gdh->nd', pre, W)
    dh = dout * z + np.einsum('gnh,gkh->nk', rec, U)
    dW = np.einsum('nd,gnh->gdh', x, pre)
    dU = np.einsum('nk,gnh->gkh', h, rec)
    return dx, dh, dW, dU, pre.sum(1)


def cases():
    r = np.random.default_rng(16)
    return {'gru_step_forward': (r.normal(size=(3, 2)), r.normal(size=(3, 4)), r.normal(size=(3, 2, 4)),
                                 .5 * r.normal(size=(3, 4, 4)), r.normal(size=(3, 4)))}
