# expect: 6/7 in-place-damage
import numpy as np


def relu_backward(dout, z):
    dz = dout.copy()
    dz[z <= 0] = 0
    return dz


def res_forward(x, w1, w2):
    """out = relu(relu(x w1) w2) + x"""
    z1 = x.dot(w1)
    a1 = np.maximum(z1, 0)
    z2 = a1.dot(w2)
    out = np.maximum(z2, 0) + x
    return out, (x, w1, w2, z1, a1, z2)


def res_backward(dout, cache):
    x, w1, w2, z1, a1, z2 = cache
    dz2 = relu_backward(dout, z2)
    dw2 = a1.T.dot(dz2)
    dz1 = relu_backward(dz2.dot(w2.T), z1)
    dw1 = x.T.dot(dz1)
    dx = dz1.dot(w1.T) + dout
    return dx, dw1, dw2


def cases():
    rng = np.random.default_rng(0)
    return {"res": (rng.normal(size=(4, 3)), rng.normal(size=(3, 3)), rng.normal(size=(3, 3)))}
