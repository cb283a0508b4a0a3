import numpy as np


def reparametrize_forward(mu, logvar):
    std = np.exp(0.5 * logvar)
    eps = np.random.randn(*mu.shape)
    z = mu + eps * std
    cache = (eps, std)
    return z, cache


def reparametrize_backward(dz, cache):
    eps, std = cache
    dmu = dz.copy()
    dstd = dz * eps
    dlogvar = 0.5 * dstd * std
    return dmu, dlogvar


def kl_divergence(mu, logvar):
    """KL from N(mu, exp(logvar)) to N(0, 1): summed over the code, averaged over the batch."""
    N = mu.shape[0]
    loss = -0.5 * np.sum(1 + logvar - mu**2 - np.exp(logvar)) / N
    dmu = mu / N
    dlogvar = 0.5 * (np.exp(logvar) - 1) / N
    return loss, dmu, dlogvar


def cases():
    rng = np.random.default_rng(130)
    mu, logvar = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    return {"reparametrize": (mu, logvar), "kl_divergence": (mu, logvar)}
