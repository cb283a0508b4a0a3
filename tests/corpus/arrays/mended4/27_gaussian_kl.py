# right
import numpy as np


def kl_diag(p, prior_mu, prior_logvar):
    """KL( N(mu, e^lv) || N(prior) ), summed over the batch"""
    mu, lv = p["mu"], p["lv"]
    prior_prec = np.exp(-prior_logvar)
    diff = mu - prior_mu
    ratio = np.exp(lv - prior_logvar)
    kl = 0.5 * (prior_logvar - lv + ratio + diff ** 2 * prior_prec - 1).sum()
    dmu = diff * prior_prec
    dlv = 0.5 * (ratio - 1)
    return kl, {"mu": dmu, "lv": dlv}


def cases():
    r = np.random.default_rng(4)
    return {"kl_diag": ({"mu": r.normal(size=(4, 3)), "lv": r.normal(size=(4, 3))}, r.normal(size=3), r.normal(size=3))}
