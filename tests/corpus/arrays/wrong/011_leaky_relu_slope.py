# expect: 13 missing-upstream
import numpy as np


def leaky_relu_forward(x, alpha=0.1):
    out = np.where(x > 0, x, alpha * x)
    return out, (x, alpha)


def leaky_relu_backward(dout, cache):
    x, alpha = cache
    dx = np.array(dout, copy=True)
    dx[x <= 0] = alpha
    return dx


def cases():
    rng = np.random.default_rng(0)
    return {"leaky_relu": (rng.normal(size=(3, 5)), 0.2)}
