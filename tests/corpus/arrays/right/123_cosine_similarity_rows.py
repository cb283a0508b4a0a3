import numpy as np


def cosine_similarity_forward(a, b, eps):
    """Row by row: out[n] = a[n].b[n] / (|a[n]| |b[n]| + eps)."""
    dot = np.sum(a * b, axis=1)
    norm_a = np.sqrt(np.sum(a**2, axis=1))
    norm_b = np.sqrt(np.sum(b**2, axis=1))
    denom = norm_a * norm_b + eps
    out = dot / denom
    cache = (a, b, dot, norm_a, norm_b, denom)
    return out, cache


def cosine_similarity_backward(dout, cache):
    a, b, dot, norm_a, norm_b, denom = cache
    # out = dot / denom
    ddot = dout / denom
    ddenom = -dout * dot / denom**2
    # denom = norm_a * norm_b + eps
    dnorm_a = ddenom * norm_b
    dnorm_b = ddenom * norm_a
    # norms
    da = dnorm_a[:, np.newaxis] * a / norm_a[:, np.newaxis]
    db = dnorm_b[:, np.newaxis] * b / norm_b[:, np.newaxis]
    # dot
    da += ddot[:, np.newaxis] * b
    db += ddot[:, np.newaxis] * a
    return da, db


def cases():
    rng = np.random.default_rng(123)
    return {"cosine_similarity": (rng.normal(size=(4, 5)), rng.normal(size=(4, 5)), 1e-3)}
