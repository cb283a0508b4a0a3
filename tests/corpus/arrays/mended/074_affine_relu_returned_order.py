# right
import numpy as np


def affine_relu_forward(x, w, b):
    z = x.dot(w) + b
    return np.maximum(z, 0), (x, w, z)


def affine_relu_backward(dout, cache):
    x, w, z = cache
    dz = np.where(z > 0, dout, 0)
    dw = x.T.dot(dz)
    db = dz.sum(0)
    dx = dz.dot(w.T)
    return dx, dw, db


def cases():
    rng = np.random.default_rng(0)
    return {"affine_relu": (rng.normal(size=(4, 3)), rng.normal(size=(3, 5)), rng.normal(size=5))}
