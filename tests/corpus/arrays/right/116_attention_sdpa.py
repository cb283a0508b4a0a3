import numpy as np


def softmax(s):
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def attention_forward(q, k, v):
    """q: (Tq, D), k: (Tk, D), v: (Tk, M)."""
    scale = 1 / np.sqrt(q.shape[-1])
    scores = q @ k.T * scale
    weights = softmax(scores)
    out = weights @ v
    return out, (q, k, v, weights, scale)


def attention_backward(dout, cache):
    q, k, v, weights, scale = cache
    dv = weights.T @ dout
    dweights = dout @ v.T
    dscores = weights * (dweights - np.sum(dweights * weights, axis=-1, keepdims=True))
    dscores *= scale
    dq = dscores @ k
    dk = dscores.T @ q
    return dq, dk, dv


def cases():
    rng = np.random.default_rng(116)
    Tq, Tk, D, M = 4, 6, 5, 3
    return {"attention": (rng.normal(size=(Tq, D)), rng.normal(size=(Tk, D)), rng.normal(size=(Tk, M)))}
