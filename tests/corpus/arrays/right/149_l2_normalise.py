import numpy as np


def l2norm_forward(x, eps):
    norm = np.sqrt(np.sum(x * x, axis=-1, keepdims=True) + eps)
    y = x / norm
    return y, (y, norm)


def l2norm_backward(dy, cache):
    y, norm = cache
    dx = (dy - y * np.sum(y * dy, axis=-1, keepdims=True)) / norm
    return dx


def normaliza_forward(x, p):
    """Norma p de cada linha, com a conta linha por linha."""
    y = np.empty_like(x)
    normas = []
    for n in range(x.shape[0]):
        s = np.sum(np.abs(x[n]) ** p) ** (1 / p)
        y[n] = x[n] / s
        normas.append(s)
    return y, (x, normas, p)


def normaliza_backward(d_y, cache):
    x, normas, p = cache
    d_x = []
    for n, s in enumerate(normas):
        d_s = -np.dot(d_y[n], x[n]) / s**2
        d_x.append(d_y[n] / s + d_s * np.sign(x[n]) * np.abs(x[n]) ** (p - 1) * s ** (1 - p))
    return np.array(d_x)


def cases():
    rng = np.random.default_rng(149)
    return {"l2norm": (rng.normal(size=(2, 4, 5)), 1e-3), "normaliza": (rng.normal(size=(4, 3)), 3.0)}
