import numpy as np


def affine_forward(x, w, b):
    return x.dot(w) + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return dout.dot(w.T), x.T.dot(dout), dout.sum(axis=0)


def relu_forward(x):
    return np.maximum(0, x), x


def relu_backward(dout, x):
    dx = dout.copy()
    dx[x <= 0] = 0
    return dx


def residual_block_forward(x, w1, b1, w2, b2):
    """relu(x + affine(relu(affine(x))))"""
    a1, c1 = affine_forward(x, w1, b1)
    r1, c2 = relu_forward(a1)
    a2, c3 = affine_forward(r1, w2, b2)
    out, c4 = relu_forward(x + a2)
    return out, (c1, c2, c3, c4)


def residual_block_backward(dout, cache):
    c1, c2, c3, c4 = cache
    dsum = relu_backward(dout, c4)
    dr1, dw2, db2 = affine_backward(dsum, c3)
    da1 = relu_backward(dr1, c2)
    dx, dw1, db1 = affine_backward(da1, c1)
    dx += dsum
    return dx, dw1, db1, dw2, db2


def cases():
    rng = np.random.default_rng(154)
    N, D, H = 4, 5, 3
    x, w1, b1 = rng.normal(size=(N, D)), rng.normal(size=(D, H)), rng.normal(size=H)
    return {"residual_block": (x, w1, b1, rng.normal(size=(H, D)), rng.normal(size=D))}
