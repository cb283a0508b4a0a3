# right
import numpy as np


def log_softmax_forward(x):
    shifted = x - x.max(axis=-1, keepdims=True)
    logz = np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    out = shifted - logz
    return out, out


def log_softmax_backward(dout, cache):
    probs = np.exp(cache)
    return dout - probs * dout.sum(axis=-1, keepdims=True)


def cases():
    rng = np.random.default_rng(7)
    return {"log_softmax": (rng.normal(size=(3, 5)),)}
