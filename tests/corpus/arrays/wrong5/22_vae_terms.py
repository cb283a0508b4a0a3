# expect: 16 constant-factor
import numpy as np


def vae_loss(mu, logvar, Wd, x, eps, beta=1.5):
    """Gaussian decoder, one linear layer; KL to N(0, I)."""
    std = np.exp(0.5 * logvar)
    z = mu + eps * std
    rec = z @ Wd
    err = rec - x
    kl = -0.5 * np.sum(1 + logvar - mu ** 2 - np.exp(logvar))
    loss = 0.5 * np.sum(err ** 2) + beta * kl

    dz = err @ Wd.T
    dmu = dz + beta * mu
    dlogvar = dz * eps * std + beta * 0.5 * (np.exp(logvar) - 1)
    return loss, {"dmu": dmu, "dlogvar": dlogvar, "dWd": z.T @ err}


def cases():
    r = np.random.default_rng(22)
    return {"vae_loss": (r.normal(size=(4, 2)), r.normal(size=(4, 2)), r.normal(size=(2, 3)), r.normal(size=(4, 3)), r.normal(size=(4, 2)))}
