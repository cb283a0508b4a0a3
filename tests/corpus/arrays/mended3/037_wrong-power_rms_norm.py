# expect: 18 wrong-power
import numpy as np


def rmsnorm(x, gain, eps=1e-6):
    ms = np.mean(x * x, axis=-1, keepdims=True) + eps
    inv = ms ** -0.5
    return x * inv * gain, (x, gain, ms, inv)


def rmsnorm_vjp(dy, saved):
    """step by step: through the product with inv, then inv = ms^(-1/2), then the mean of squares"""
    x, gain, ms, inv = saved
    dgain = np.sum(dy * x * inv, axis=tuple(range(x.ndim - 1)))
    dn = dy * gain
    dx = dn * inv
    dinv = np.sum(dn * x, axis=-1, keepdims=True)
    dms = -0.5 * ms ** -1.5 * dinv
    dx += 2 * x * dms / x.shape[-1]
    return dx, dgain


def cases():
    rng = np.random.default_rng(0)
    return {"rmsnorm": (rng.normal(size=(4, 5)), rng.normal(size=5))}
