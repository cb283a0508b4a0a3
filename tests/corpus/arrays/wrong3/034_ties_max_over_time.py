# expect: 18 ties
"""Pooling over the time axis of (batch, time, channels), as in sentence CNNs.

Activations after a relu or from repeated tokens are often exactly equal, so the
maximum may be attained several times.
"""
import numpy as np


def max_over_time(x):
    m = x.max(axis=1)
    return m, (x, m)


def max_over_time_grad(g, saved):
    x, m = saved
    dx = np.zeros_like(x)
    dx += (x == m[:, None, :]) * g[:, None, :]
    return dx


def mean_over_time(x, lengths):
    valid = np.arange(x.shape[1])[None, :] < lengths[:, None]
    out = (x * valid[:, :, None]).sum(axis=1) / lengths[:, None]
    return out, (valid, lengths)


def mean_over_time_grad(g, saved):
    valid, lengths = saved
    return (g / lengths[:, None])[:, None, :] * valid[:, :, None]


def cases():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(3, 5, 2))
    return {"max_over_time": (x,), "mean_over_time": (x, np.array([5, 2, 3]))}
