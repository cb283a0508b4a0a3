import numpy as np


def reparameterise(mu, logvar, noise):
    sd = np.exp(0.5 * logvar)
    return mu + sd * noise, (sd, noise)


def reparameterise_back(dz, cache):
    sd, noise = cache
    return dz, 0.5 * dz * noise * sd


def kl_standard_normal(mu, logvar):
    """KL(q || N(0, I)), summed over dimensions, averaged over the batch"""
    n = mu.shape[0]
    kl = 0.5 * np.sum(mu ** 2 + np.exp(logvar) - 1 - logvar) / n
    return kl, mu / n, 0.5 * (np.exp(logvar) - 1) / n


def kl_two_normals(m1, lv1, m2, lv2):
    diff = m1 - m2
    iv2 = np.exp(-lv2)
    ratio = np.exp(lv1 - lv2)
    kl = 0.5 * np.sum(lv2 - lv1 + ratio + diff ** 2 * iv2 - 1)
    g_m1 = diff * iv2
    g_lv1 = 0.5 * (ratio - 1)
    g_lv2 = 0.5 * (1 - ratio - diff ** 2 * iv2)
    return kl, (g_m1, g_lv1, -g_m1, g_lv2)


def cases():
    rng = np.random.default_rng(0)
    m, lv, m2, lv2 = (rng.normal(size=(4, 2)) for _ in range(4))
    return {
        "kl_standard_normal": (m, lv),
        "reparameterise": (m, lv, rng.normal(size=(4, 2))),
        "kl_two_normals": (m, lv, m2, lv2),
    }
