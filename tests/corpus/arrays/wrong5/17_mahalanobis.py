# expect: 12 missing-path, transposed, doubled-path
import numpy as np


def maha_forward(x, A):
    """q_n = x_n^T A x_n, A not symmetric."""
    return np.einsum('ni,ij,nj->n', x, A, x), (x, A)


def maha_backward(dq, cache):
    x, A = cache
    dx = 2 * dq[:, None] * (x @ A)
    dA = (x * dq[:, None]).T @ x
    return dx, dA


def cases():
    r = np.random.default_rng(16)
    return {"maha": (r.normal(size=(4, 3)), r.normal(size=(3, 3)))}
