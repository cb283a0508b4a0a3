import numpy as np

# z_nk = x_n' W_k y_n, and the plain outer-product feature map


def bilinear(x, y, W):
    z = np.einsum('ni,kij,nj->nk', x, W, y)
    return z, (x, y, W)


def bilinear_adjoint(gz, cache):
    x, y, W = cache
    gx = np.einsum('nk,kij,nj->ni', gz, W, y)
    gy = np.einsum('nk,kij,ni->nj', gz, W, x)
    gW = np.einsum('nk,ni,nj->kij', gz, x, y)
    return gx, gy, gW


def outer_flat(x, y):
    o = x[:, :, None] * y[:, None, :]
    return o.reshape(len(x), -1), (x, y)


def outer_flat_adjoint(g, cache):
    x, y = cache
    g = g.reshape(len(x), x.shape[1], y.shape[1])
    return (g * y[:, None, :]).sum(axis=2), (g * x[:, :, None]).sum(axis=1)


def cases():
    rng = np.random.default_rng(0)
    x, y, W = rng.normal(size=(4, 3)), rng.normal(size=(4, 2)), rng.normal(size=(5, 3, 2))
    return {"bilinear": (x, y, W), "outer_flat": (x, y)}
