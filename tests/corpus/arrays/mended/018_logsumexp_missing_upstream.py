# right
import numpy as np


def logsumexp_forward(x):
    m = x.max(axis=1, keepdims=True)
    e = np.exp(x - m)
    total = e.sum(axis=1, keepdims=True)
    out = (m + np.log(total))[:, 0]
    return out, (e, total)


def logsumexp_backward(dout, cache):
    e, total = cache
    probs = e / total
    dx = dout[:, None] * probs
    return dx


def cases():
    rng = np.random.default_rng(0)
    return {"logsumexp": (rng.normal(size=(4, 6)),)}
