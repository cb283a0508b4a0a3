# right
import numpy as np


def embedding_forward(idx, W):
    out = W[idx]
    return out, (idx, W.shape)


def embedding_backward(dout, cache):
    idx, shape = cache
    dW = np.zeros(shape)
    np.add.at(dW, idx, dout)
    return {"dW": dW}


def cases():
    rng = np.random.default_rng(0)
    idx = np.array([[1, 3, 1], [0, 3, 4]])
    return {"embedding": (idx, rng.normal(size=(6, 5)))}
