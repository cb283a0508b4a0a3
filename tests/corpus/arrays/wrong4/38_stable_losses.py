# expect: 10 overflow
# expect: 26 missing-path
import numpy as np


def logistica(w, X, y):
    """binary cross-entropy from logits, in the stable form; y in {0, 1}"""
    z = X @ w
    perda = np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))
    p = np.exp(z) / (1 + np.exp(z))
    return perda, X.T @ (p - y) / len(y)


def lse_pool_forward(x, r):
    """smooth maximum: log(mean(exp(r x))) / r over the last axis"""
    m = x.max(-1, keepdims=True)
    e = np.exp(r * (x - m))
    y = m[..., 0] + np.log(e.mean(-1)) / r
    p = e / e.sum(-1, keepdims=True)
    return y, (x, r, p, y)


def lse_pool_backward(dout, cache):
    x, r, p, y = cache
    dx = dout[..., None] * p
    dr = np.sum(dout * (p * x).sum(-1)) / r
    return dx, dr


def cases():
    r = np.random.default_rng(12)
    X = r.normal(size=(5, 3))
    X[2] = [900.0, 400.0, -20.0]
    return {"logistica": (np.array([1.0, 0.5, -0.3]), X, np.array([0., 1, 0, 1, 1])), "lse_pool": (r.normal(size=(2, 3, 4)), 2.5)}
