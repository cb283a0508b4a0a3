# right
import numpy as np


def sine_net_forward(x, w0, w1, w2):
    a0 = np.sin(w0 * x)
    a1 = np.sin(w1 * a0)
    out = w2 * a1
    return out, (x, a0, a1, w0, w1, w2)


def sine_net_backward(dout, cache):
    x, a0, a1, w0, w1, w2 = cache
    dw2 = np.sum(dout * a1, axis=0)
    grad = dout * w2
    grad = grad * np.cos(w1 * a0)
    dw1 = np.sum(grad * a0, axis=0)
    grad = grad * w1
    grad = grad * np.cos(w0 * x)
    dw0 = np.sum(grad * x, axis=0)
    dx = grad * w0
    return dx, dw0, dw1, dw2


def cases():
    rng = np.random.default_rng(0)
    return {"sine_net": (rng.normal(size=(4, 3)), rng.normal(size=3), rng.normal(size=3), rng.normal(size=3))}
