"""Scaled dot-product attention with a boolean mask, and its vector-Jacobian product."""
import numpy as np


def attention(Q, K, V, mask=None):
    scale = Q.shape[-1] ** -0.5
    logits = scale * np.einsum('bqd,bkd->bqk', Q, K)
    if mask is not None:
        logits = np.where(mask, logits, -1e9)
    logits = logits - logits.max(axis=-1, keepdims=True)
    weights = np.exp(logits)
    weights = weights / weights.sum(axis=-1, keepdims=True)
    out = np.einsum('bqk,bkv->bqv', weights, V)
    return out, (Q, K, V, weights, scale, mask)


def attention_vjp(dout, saved):
    Q, K, V, weights, scale, mask = saved
    dV = np.einsum('bqk,bqv->bkv', weights, dout)
    dweights = np.einsum('bqv,bkv->bqk', dout, V)
    inner = np.sum(dweights * weights, axis=-1, keepdims=True)
    dlogits = weights * (dweights - inner)
    if mask is not None:
        dlogits = np.where(mask, dlogits, 0.0)
    dQ = scale * np.einsum('bqk,bkd->bqd', dlogits, K)
    dK = scale * np.einsum('bqk,bqd->bkd', dlogits, Q)
    return dQ, dK, dV


def cases():
    rng = np.random.default_rng(0)
    Q, K, V = rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 5, 4)), rng.normal(size=(2, 5, 3))
    mask = np.ones((3, 5), bool)
    mask[0, 2:] = False
    mask[1, 4] = False
    return {"attention": (Q, K, V, mask)}
