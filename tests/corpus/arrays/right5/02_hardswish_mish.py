import numpy as np


def mish_forward(x):
    w = np.exp(x)
    n = w * (w + 2)
    return x * n / (n + 2), x


def mish_backward(grad, x):
    # the closed form with omega and delta
    w = np.exp(x)
    omega = 4 * (x + 1) + 4 * w ** 2 + w ** 3 + w * (4 * x + 6)
    delta = 2 * w + w * w + 2
    return grad * w * omega / delta ** 2


def hardswish_forward(x):
    return x * np.clip(x + 3, 0, 6) / 6, x


def hardswish_backward(grad, x):
    mid = (x > -3) & (x < 3)
    out = np.zeros_like(grad)
    out[mid] = grad[mid] * (2 * x[mid] + 3) / 6
    out[x >= 3] = grad[x >= 3]
    return out


def cases():
    x = np.array([[-4.1, -2.2, 0.3], [1.9, 3.6, -0.8]])
    return {"mish_forward": (x / 2,), "hardswish_forward": (x,)}
