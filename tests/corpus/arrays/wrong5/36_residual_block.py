# expect: 16 wrong-variable, forward-value-for-gradient
# expect: 19 missing-path
import numpy as np


def block_forward(x, W1, b1, W2):
    z = x @ W1 + b1
    a = np.maximum(z, 0.1 * z)
    return x + a @ W2, (x, z, a, W1, W2)


def block_backward(dout, cache):
    x, z, a, W1, W2 = cache
    da = dout @ W2.T
    dz = np.where(z > 0, da, 0.1 * da)
    dW2 = z.T @ dout
    dW1 = x.T @ dz
    db1 = dz.sum(0)
    dx = dz @ W1.T
    return dx, dW1, db1, dW2


def cases():
    r = np.random.default_rng(37)
    return {"block": (r.normal(size=(4, 3)), r.normal(size=(3, 5)), r.normal(size=5), r.normal(size=(5, 3)))}
