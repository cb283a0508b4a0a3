import numpy as np


def vae_loss(p, x, eps, beta=0.7):
    """tiny VAE: linear-tanh encoder, Bernoulli decoder; eps is the given noise; sum over features, mean over rows"""
    m = len(x)
    h = np.tanh(x @ p["We"])
    mu, lv = np.hsplit(h @ p["Wz"], 2)
    std = np.exp(0.5 * lv)
    z = mu + std * eps
    logits = z @ p["Wd"] + p["bd"]
    rec = np.sum(np.maximum(logits, 0) - x * logits + np.log1p(np.exp(-abs(logits))))
    kl = -0.5 * np.sum(1 + lv - mu ** 2 - std ** 2)
    loss = (rec + beta * kl) / m

    dlog = (1 / (1 + np.exp(-logits)) - x) / m
    dz = dlog @ p["Wd"].T
    dmu = dz + beta * mu / m
    dlv = dz * eps * std * 0.5 + beta * 0.5 * (std * std - 1) / m
    dzz = np.hstack((dmu, dlv))
    dh = dzz @ p["Wz"].T
    dh *= 1 - h ** 2
    return loss, dict(We=x.T @ dh, Wz=h.T @ dzz, Wd=z.T @ dlog, bd=dlog.sum(0))


def cases():
    r = np.random.default_rng(27)
    p = {"We": r.normal(size=(6, 5)), "Wz": r.normal(size=(5, 4)), "Wd": r.normal(size=(2, 6)), "bd": r.normal(size=6)}
    return {"vae_loss": (p, (r.random((3, 6)) < .5) * 1.0, r.normal(size=(3, 2)))}
