# expect: 20 window-arithmetic, wrong-index
import numpy as np


def dilated_forward(x, w, rate):
    """Causal filter: y[t] = sum_k w[k] x[t - k * rate], zeros before the start; x (T, C), w (K, C)."""
    y = np.zeros_like(x)
    for k in range(w.shape[0]):
        lag = k * rate
        y[lag:] += w[k] * x[:len(x) - lag]
    return y, (x, w, rate)


def dilated_backward(dy, cache):
    x, w, rate = cache
    dx = np.zeros_like(x)
    dw = np.zeros_like(w)
    for k in range(w.shape[0]):
        lag = k * rate
        dx[:len(x) - k] += w[k] * dy[k:]
        dw[k] = np.sum(dy[lag:] * x[:len(x) - lag], axis=0)
    return dx, dw


def cases():
    rng = np.random.default_rng(0)
    return {"dilated": (rng.normal(size=(7, 4)), rng.normal(size=(3, 4)), 2)}
