# expect: 14 constant-factor
# expect: 22/28 near-miss, wrong-axis
import numpy as np


def reparam_forward(mu, logvar, eps):
    sd = np.exp(logvar / 2)
    return mu + sd * eps, (sd, eps)


def reparam_backward(dz, cache):
    sd, eps = cache
    dmu = dz
    dlogvar = dz * eps * sd
    return dmu, dlogvar, dz * sd


def softmax_T_forward(z, T):
    """temperature softmax over the rows"""
    u = z / T
    e = np.exp(u - u.max())
    s = e / e.sum()
    return s, (z, T, s)


def softmax_T_backward(ds, cache):
    z, T, s = cache
    du = s * (ds - (s * ds).sum(axis=1, keepdims=True))
    return du / T, -(du * z).sum() / T ** 2


def cases():
    r = np.random.default_rng(10)
    return {"reparam": (r.normal(size=(3, 4)), r.normal(size=(3, 4)), r.normal(size=(3, 4))), "softmax_T": (r.normal(size=(3, 5)), 1.6)}
