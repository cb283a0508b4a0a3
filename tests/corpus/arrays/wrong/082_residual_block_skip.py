# expect: 20 doubled-path
import numpy as np


def residual_forward(x, W1, b1, W2):
    z = x @ W1 + b1
    h = np.maximum(0, z)
    out = x + h @ W2
    return out, (x, W1, W2, z, h)


def residual_backward(dout, cache):
    x, W1, W2, z, h = cache
    dx = dout.copy()
    dW2 = h.T @ dout
    dh = dout @ W2.T
    dz = dh * (z > 0)
    dW1 = x.T @ dz
    db1 = np.sum(dz, axis=0)
    dx += dout + dz @ W1.T
    return dx, dW1, db1, dW2


def cases():
    rng = np.random.default_rng(0)
    return {"residual": (rng.normal(size=(3, 4)), rng.normal(size=(4, 6)), rng.normal(size=6), rng.normal(size=(6, 4)))}
