"""An affine layer, a relu and a batch normalisation, with the backward pass written by hand: what is checked in `benchmarks.checking`."""

from __future__ import annotations

from typing import Any

import numpy as np

ROWS, WIDTH = 16, 64
NAMES = ("x", "w", "b", "gamma", "beta")


def forward(x: Any, w: Any, b: Any, gamma: Any, beta: Any) -> Any:
    """The output, and what the way back needs."""
    a = x @ w + b
    h = np.maximum(0, a)
    mu = h.mean(axis=0)
    var = h.var(axis=0)
    std = np.sqrt(var + 1e-5)
    xhat = (h - mu) / std
    return gamma * xhat + beta, (x, w, a, xhat, std, gamma)


def backward(dout: Any, cache: Any) -> Any:
    """By hand, one gradient an input."""
    x, w, a, xhat, std, gamma = cache
    n = len(x)
    dbeta = dout.sum(axis=0)
    dgamma = (dout * xhat).sum(axis=0)
    dxhat = dout * gamma
    dh = (n * dxhat - dxhat.sum(axis=0) - xhat * (dxhat * xhat).sum(axis=0)) / (n * std)
    da = dh * (a > 0)
    return da @ w.T, x.T @ da, da.sum(axis=0), dgamma, dbeta


def arguments() -> tuple[Any, ...]:
    """One point."""
    random = np.random.default_rng(0)
    return (
        random.normal(size=(ROWS, WIDTH)),
        0.1 * random.normal(size=(WIDTH, WIDTH)),
        0.1 * random.normal(size=WIDTH),
        1.0 + 0.1 * random.normal(size=WIDTH),
        0.1 * random.normal(size=WIDTH),
    )
