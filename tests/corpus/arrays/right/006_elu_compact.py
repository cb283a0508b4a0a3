import numpy as np


def elu_forward(x, alpha=1.3):
    y = np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
    return y, (y, alpha)


def elu_backward(dy, cache):
    y, alpha = cache
    return dy * np.where(y > 0, 1.0, y + alpha)


def selu_forward(x):
    lam, alpha = 1.0507009873554805, 1.6732632423543772
    return lam * ((x > 0) * x + (x <= 0) * alpha * (np.exp(x) - 1)), x


def selu_backward(dy, x):
    lam, alpha = 1.0507009873554805, 1.6732632423543772
    return lam * dy * ((x > 0) + (x <= 0) * alpha * np.exp(x))


def cases():
    rng = np.random.default_rng(6)
    return {"elu": (rng.normal(size=(3, 5)), 0.8), "selu": (rng.normal(size=(4, 3)),)}
