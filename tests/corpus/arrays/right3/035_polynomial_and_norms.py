"""Small differentiable building blocks used elsewhere."""
import numpy as np


def p_norm(x, p):
    s = (np.abs(x) ** p).sum(axis=1)
    n = s ** (1.0 / p)
    return n, (x, p, n)


def p_norm_grad(g, saved):
    x, p, n = saved
    return g[:, None] * np.sign(x) * np.abs(x) ** (p - 1) / n[:, None] ** (p - 1)


def logmeanexp(x):
    top = x.max(axis=1, keepdims=True)
    e = np.exp(x - top)
    return np.log(e.mean(axis=1)) + top[:, 0], e


def logmeanexp_grad(g, e):
    return g[:, None] * e / e.sum(axis=1, keepdims=True)


def standardise(x):
    """row-wise, unbiased deviation (ddof=1)"""
    sd = x.std(axis=1, ddof=1, keepdims=True)
    z = (x - x.mean(axis=1, keepdims=True)) / sd
    return z, (z, sd)


def standardise_grad(g, saved):
    z, sd = saved
    k = z.shape[1]
    return (g - g.mean(axis=1, keepdims=True) - z * (g * z).sum(axis=1, keepdims=True) / (k - 1)) / sd


def horner(c, t):
    """c[0] + c[1] t + c[2] t^2 + ..."""
    acc = np.zeros_like(t)
    partial = []
    for a in c[::-1]:
        partial.append(acc)
        acc = acc * t + a
    return acc, (t, partial)


def horner_grad(g, saved):
    t, partial = saved
    dc = np.zeros(len(partial))
    dt = np.zeros_like(t)
    for i, acc in enumerate(reversed(partial)):
        dc[i] = g.sum()
        dt += g * acc
        g = g * t
    return dc, dt


def cases():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(4, 3))
    return {"p_norm": (x, 3), "logmeanexp": (x,), "standardise": (x,), "horner": (rng.normal(size=4), rng.normal(size=6))}
