"""Functions that cases import from another module, as people split their code."""

# The code is as people write it.
# ruff: noqa: RUF059

from __future__ import annotations

import numpy as np
from numpy import exp

SLOPE = 0.1
WEIGHTS = np.array([0.5, -1.0, 2.0])
TABLE = {"scale": np.array([1.0, 2.0, 3.0]), "shift": 0.25}


def sigmoid(x):
    return 1.0 / (1.0 + exp(-x))


def leaky_relu(x, slope=SLOPE):
    return np.where(x > 0, x, slope * x)


def affine_forward(x, w, b):
    out = x.reshape(x.shape[0], -1).dot(w) + b
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    dx = dout.dot(w.T).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T.dot(dout)
    return dx, dw, np.sum(dout, axis=0)


def double_in_place(x):
    x *= 2


class Scaler:
    """Keeps what it has seen."""

    def __init__(self, factor):
        self.factor = factor
        self.seen = None

    def __call__(self, x):
        self.seen = x
        return x * self.factor
