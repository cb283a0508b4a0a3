# right
import numpy as np


def elman_forward(x, h, Wxh, Whh, bias):
    a = x @ Wxh + h @ Whh + bias
    nxt = np.tanh(a)
    return nxt, (x, h, Wxh, Whh, a, nxt)


def elman_backward(dnxt, cache):
    x, h, Wxh, Whh, a, nxt = cache
    da = dnxt * (1 - nxt ** 2)
    dx = da @ Wxh.T
    dh = da @ Whh.T
    dWxh = x.T @ da
    dWhh = h.T @ da
    dbias = np.sum(da, axis=0)
    return dx, dh, dWxh, dWhh, dbias


def cases():
    rng = np.random.default_rng(0)
    return {
        "elman": (
            rng.normal(size=(4, 5)),
            rng.normal(size=(4, 3)),
            rng.normal(size=(5, 3)),
            rng.normal(size=(3, 3)),
            rng.normal(size=3),
        )
    }
