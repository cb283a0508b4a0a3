import numpy as np


def tanh_forward(x):
    p, m = np.exp(x), np.exp(-x)
    return (p - m) / (p + m), x


def tanh_backward(grad_out, x):
    # sech^2, from the input and not from the output
    sech = 2.0 / (np.exp(x) + np.exp(-x))
    grad_x = grad_out * sech**2
    return grad_x


def sig_via_tanh_forward(x):
    return 0.5 * (np.tanh(0.5 * x) + 1.0), x


def sig_via_tanh_backward(grad_out, x):
    t = np.tanh(x / 2)
    return 0.25 * grad_out * (1 - t * t)


def hard_tanh_forward(x):
    out = np.zeros(x.shape)
    it = [(i, j) for i in range(x.shape[0]) for j in range(x.shape[1])]
    for idx in it:
        out[idx] = -1.0 if x[idx] < -1 else (1.0 if x[idx] > 1 else x[idx])
    return out, (x, it)


def hard_tanh_backward(grad_out, cache):
    x, it = cache
    grad_x = np.zeros_like(x)
    for i, j in it:
        if -1 < x[i, j] < 1:
            grad_x[i, j] = grad_out[i, j]
    return grad_x


def cases():
    rng = np.random.default_rng(12)
    x = rng.normal(size=(5, 3))
    return {"tanh": (x,), "sig_via_tanh": (x,), "hard_tanh": (1.5 * x,)}
