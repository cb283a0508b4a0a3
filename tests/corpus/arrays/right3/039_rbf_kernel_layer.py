"""Radial basis units exp(-|x-c|^2 / (2 s^2)), s = exp(log_s); and a maximum mean discrepancy."""
import numpy as np


def rbf_forward(x, centres, log_s):
    diff = x[:, None, :] - centres[None, :, :]
    d2 = np.sum(diff * diff, axis=2)
    s2 = np.exp(2 * log_s)
    phi = np.exp(-0.5 * d2 / s2)
    return phi, (diff, d2, s2, phi)


def rbf_backward(dphi, saved):
    diff, d2, s2, phi = saved
    dlog = dphi * phi                      # through the exponential
    t = (dlog / s2)[:, :, None] * diff
    dx = -t.sum(axis=1)
    dcentres = t.sum(axis=0)
    dlog_s = (dlog * d2 / s2).sum(axis=0)
    return dx, dcentres, dlog_s


def mmd2(a, b, width):
    """biased MMD^2 with a Gaussian kernel, and its gradient with respect to the sample a"""
    def gram(u, v):
        diff = u[:, None] - v[None]
        return np.exp(-np.square(diff).sum(-1) / (2 * width ** 2)), diff

    kaa, daa = gram(a, a)
    kab, dab = gram(a, b)
    kbb, _ = gram(b, b)
    value = kaa.mean() - 2 * kab.mean() + kbb.mean()
    n, m = len(a), len(b)
    g_aa = -2 * (kaa[..., None] * daa).sum(axis=1) / (n * n * width ** 2)
    g_ab = 2 * (kab[..., None] * dab).sum(axis=1) / (n * m * width ** 2)
    return value, g_aa + g_ab


def cases():
    rng = np.random.default_rng(0)
    return {"rbf": (rng.normal(size=(5, 2)), rng.normal(size=(3, 2)), rng.normal(size=3)), "mmd2": (rng.normal(size=(5, 2)), rng.normal(size=(4, 2)), 0.8)}
