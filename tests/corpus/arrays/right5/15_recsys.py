import numpy as np


def custo(par, users, items, nota, lam=0.05):
    """Fatoracao de matrizes com viés; triplas (user, item, nota)."""
    P, Q, bu, bi, mu = par["P"], par["Q"], par["bu"], par["bi"], par["mu"]
    pred = mu + bu[users] + bi[items] + np.einsum('kd,kd->k', P[users], Q[items])
    e = pred - nota
    loss = e @ e / 2 + lam / 2 * sum(np.sum(par[k] ** 2) for k in ("P", "Q", "bu", "bi"))
    g = {k: lam * par[k] for k in ("P", "Q", "bu", "bi")}
    g["mu"] = e.sum()
    g["bu"] += np.bincount(users, weights=e, minlength=len(bu))
    g["bi"] += np.bincount(items, e, len(bi))
    for k, (u, i) in enumerate(zip(users, items)):
        g["P"][u] += e[k] * Q[i]
        g["Q"][i] += e[k] * P[u]
    return loss, g


def cases():
    r = np.random.default_rng(14)
    par = dict(P=r.normal(size=(4, 2)), Q=r.normal(size=(5, 2)), bu=r.normal(size=4), bi=r.normal(size=5), mu=np.array(3.1))
    return {"custo": (par, np.array([0, 0, 3, 2, 0]), np.array([1, 4, 4, 4, 1]), np.array([3., 5, 1, 2, 4]))}
