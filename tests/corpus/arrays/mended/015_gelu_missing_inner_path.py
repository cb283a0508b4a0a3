# right
import numpy as np


def gelu_forward(x):
    c = np.sqrt(2.0 / np.pi)
    inner = c * (x + 0.044715 * x**3)
    t = np.tanh(inner)
    out = 0.5 * x * (1.0 + t)
    return out, (x, t, c)


def gelu_backward(dout, cache):
    x, t, c = cache
    dinner = c * (1.0 + 3 * 0.044715 * x**2)
    left = 0.5 * (1.0 + t)
    right = 0.5 * x * (1.0 - t**2) * dinner
    dx = dout * (left + right)
    return dx


def cases():
    rng = np.random.default_rng(0)
    return {"gelu": (rng.normal(size=(3, 4)),)}
