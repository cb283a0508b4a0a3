# expect: 12 missing-upstream
import numpy as np


def cubic_forward(x, a, c):
    y = a * x ** 3 + c * x
    return y, (x, a, c)


def cubic_backward(dy, cache):
    x, a, c = cache
    dx = 3 * a * x ** 2 + c
    da = np.sum(dy * x ** 3, axis=0)
    dc = np.sum(dy * x, axis=0)
    return dx, da, dc


def cases():
    rng = np.random.default_rng(0)
    return {"cubic": (rng.normal(size=(4, 3)), rng.normal(size=3), rng.normal(size=3))}
