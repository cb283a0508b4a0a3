# right
import numpy as np


def kernel_forward(X, C, ell):
    """Inverse quadratic kernel 1 / (1 + |x-c|^2 / ell^2)."""
    D = X[:, None, :] - C[None, :, :]
    d2 = (D ** 2).sum(-1)
    K = 1.0 / (1.0 + d2 / ell ** 2)
    return K, (D, d2, K, ell)


def kernel_backward(dK, cache):
    D, d2, K, ell = cache
    dd2 = -dK * K ** 2 / ell ** 2
    dell = np.sum(dK * K ** 2 * 2 * d2 / ell ** 3)
    dD = 2 * dd2[:, :, None] * D
    return dD.sum(1), -dD.sum(0), dell


def cases():
    r = np.random.default_rng(26)
    return {"kernel_forward": (r.normal(size=(4, 3)), r.normal(size=(2, 3)), np.array(1.8))}
