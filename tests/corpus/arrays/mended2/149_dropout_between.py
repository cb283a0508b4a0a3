# right
import numpy as np


def dropnet_forward(x, W1, W2, keep):
    h = np.tanh(x @ W1)
    mask = np.random.rand(*h.shape) < keep
    hd = h * mask / keep
    return hd @ W2, (x, W1, W2, h, hd, mask, keep)


def dropnet_backward(dout, cache):
    x, W1, W2, h, hd, mask, keep = cache
    dW2 = hd.T @ dout
    dhd = dout @ W2.T
    dh = dhd * mask / keep
    dpre = dh * (1 - h ** 2)
    dW1 = x.T @ dpre
    dx = dpre @ W1.T
    return dx, dW1, dW2


def cases():
    rng = np.random.default_rng(0)
    return {"dropnet": (rng.normal(size=(4, 5)), rng.normal(size=(5, 6)), rng.normal(size=(6, 3)), 0.7)}
