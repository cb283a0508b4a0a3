# expect: 14 ties
import numpy as np


def gmp_forward(x):
    """global max over the positions of x (N, C, T); ties share the gradient"""
    m = x.max(axis=2)
    return m, (x, m)


def gmp_backward(dout, cache):
    x, m = cache
    mask = (x == m[..., None]).astype(float)
    return mask * dout[..., None]


def cases():
    x = np.random.default_rng(5).integers(-3, 4, size=(2, 3, 4)).astype(float)
    x[0, 1] = [2, -1, 2, 0]
    x[1, 2] = [1, 3, 0, 3]
    x[0, 0] = [0, 3, 1, -1]
    x[0, 2] = [-2, -3, -1, 0]
    x[1, 0] = [0, 1, 2, 3]
    x[1, 1] = [-3, 2, 1, 0]
    return {"gmp": (x,)}
