# right
import numpy as np

K = np.sqrt(2 / np.pi)


def gelu_forward(x):
    u = K * (x + 0.044715 * x ** 3)
    t = np.tanh(u)
    return 0.5 * x * (1 + t), (x, u, t)


def gelu_backward(dout, cache):
    x, u, t = cache
    du = K * (1 + 3 * 0.044715 * x ** 2)
    left = 0.5 * (1 + t)
    right = 0.5 * x * (1 - t * t) * du
    return dout * (left + right)


def cases():
    rng = np.random.default_rng(0)
    return {"gelu": (rng.normal(size=(4, 3)),)}
