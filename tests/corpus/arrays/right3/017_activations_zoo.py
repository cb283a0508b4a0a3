"""Activations and their pullbacks, keyed by name. Every pullback takes (x, g)."""
import numpy as np

sigmoid = lambda x: 1 / (1 + np.exp(-x))


def softplus(x):
    return np.log1p(np.exp(x))


def softplus_pb(x, g):
    return g * sigmoid(x)


def elu(x, a=1.3):
    return np.where(x > 0, x, a * (np.exp(x) - 1))


def elu_pb(x, g, a=1.3):
    return g * np.where(x > 0, 1.0, a * np.exp(x))


def softsign(x):
    return x / (1 + np.abs(x))


def softsign_pb(x, g):
    return g / (1 + np.abs(x)) ** 2


def mish(x):
    return x * np.tanh(softplus(x))


def mish_pb(x, g):
    t = np.tanh(softplus(x))
    return g * (t + x * (1 - t * t) * sigmoid(x))


def hardtanh(x):
    return np.clip(x, -1, 1)


def hardtanh_pb(x, g):
    return g * ((x > -1) & (x < 1))


def silu_pb(x, g):
    s = sigmoid(x)
    return g * s * (1 + x * (1 - s))


ZOO = {
    'softplus': (softplus, softplus_pb),
    'elu': (elu, elu_pb),
    'softsign': (softsign, softsign_pb),
    'mish': (mish, mish_pb),
    'hardtanh': (hardtanh, hardtanh_pb),
    'silu': (lambda x: x * sigmoid(x), silu_pb),
}


def cases():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(4, 5)) * 1.5
    return {name: (x,) for name in ("softplus", "elu", "softsign", "mish", "hardtanh")}
