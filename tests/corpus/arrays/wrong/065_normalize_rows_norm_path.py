# expect: 13/14 missing-path, diagonal-jacobian
import numpy as np


def normalize_forward(x, eps):
    n = np.sqrt(np.sum(x**2, axis=1, keepdims=True)) + eps
    out = x / n
    return out, (x, n, eps)


def normalize_backward(dout, cache):
    x, n, eps = cache
    dx = dout / n
    return dx


def cases():
    rng = np.random.default_rng(0)
    return {"normalize": (rng.normal(size=(4, 3)), 1e-3)}
