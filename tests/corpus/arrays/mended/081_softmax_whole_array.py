# right
import numpy as np


def mixture_forward(logits, means):
    e = np.exp(logits - np.max(logits))
    pi = e / np.sum(e, axis=1, keepdims=True)
    out = pi @ means
    return out, (pi, means)


def mixture_backward(dout, cache):
    pi, means = cache
    dmeans = pi.T @ dout
    dpi = dout @ means.T
    dlogits = pi * (dpi - np.sum(pi * dpi, axis=1, keepdims=True))
    return dlogits, dmeans


def cases():
    rng = np.random.default_rng(0)
    return {"mixture": (rng.normal(size=(4, 3)), rng.normal(size=(3, 5)))}
