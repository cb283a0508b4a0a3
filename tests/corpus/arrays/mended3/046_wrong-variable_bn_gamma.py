# expect: 21 wrong-variable
"""Batch normalisation for (batch, channel, time) signals, training mode only."""
import numpy as np


def channel_norm(x, gamma, beta, eps=1e-3):
    axes = (0, 2)
    centred = x - x.mean(axis=axes, keepdims=True)
    inv = 1.0 / np.sqrt(np.mean(centred ** 2, axis=axes, keepdims=True) + eps)
    xhat = centred * inv
    y = gamma[None, :, None] * xhat + beta[None, :, None]
    state = dict(x=x, centred=centred, inv=inv, xhat=xhat, gamma=gamma)
    return y, state


def channel_norm_reverse(dy, state):
    axes = (0, 2)
    xhat, inv = state['xhat'], state['inv']
    grads = {}
    grads['beta'] = dy.sum(axis=axes)
    grads['gamma'] = (dy * xhat).sum(axis=axes)
    dxhat = dy * state['gamma'][None, :, None]
    m1 = dxhat.mean(axis=axes, keepdims=True)
    m2 = (dxhat * xhat).mean(axis=axes, keepdims=True)
    return inv * (dxhat - m1 - xhat * m2), grads


def cases():
    rng = np.random.default_rng(0)
    return {"channel_norm": (3 * rng.normal(size=(5, 2, 3)) + 0.5, rng.normal(size=2), rng.normal(size=2))}
