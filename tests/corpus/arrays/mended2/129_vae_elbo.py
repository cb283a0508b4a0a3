# right
# right
import numpy as np


def neg_elbo(mu, logvar, Wd, x, noise):
    """Gaussian decoder with unit variance; noise is the fixed draw of the reparametrisation."""
    std = np.exp(0.5 * logvar)
    z = mu + std * noise
    xr = z @ Wd
    n = x.shape[0]
    rec = 0.5 * np.sum((xr - x) ** 2) / n
    kl = -0.5 * np.sum(1 + logvar - mu ** 2 - np.exp(logvar)) / n

    dxr = (xr - x) / n
    dWd = z.T @ dxr
    dz = dxr @ Wd.T
    dmu = dz + mu / n
    dlogvar = dz * noise * 0.5 * std
    dlogvar += -0.5 * (1 - np.exp(logvar)) / n
    return rec + kl, dmu, dlogvar, dWd


def cases():
    rng = np.random.default_rng(0)
    return {
        "neg_elbo": (
            rng.normal(size=(4, 3)), rng.normal(size=(4, 3)), rng.normal(size=(3, 5)),
            rng.normal(size=(4, 5)), rng.normal(size=(4, 3)),
        )
    }
