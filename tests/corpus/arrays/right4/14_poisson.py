import numpy as np


def regressao_poisson(pesos, vies, dados, contagens, exposicao):
    """Média da log-verossimilhança negativa (sem o termo log y!), com exposição (offset)."""
    n = dados.shape[0]
    eta = dados.dot(pesos) + vies + np.log(exposicao)
    mu = np.exp(eta)
    perda = (mu - contagens * eta).mean()
    residuo = (mu - contagens) / n
    return perda, {"pesos": residuo.dot(dados), "vies": residuo.sum()}


def binomial_negativa(params, X, y):
    """NB2 deviance-like loss, dispersion by softplus: log-likelihood without the gamma functions' part"""
    w, a = params["w"], params["a"]
    k = np.log1p(np.exp(a))
    mu = np.exp(X @ w)
    r = 1 / k
    ll = y * np.log(mu / (mu + r)) + r * np.log(r / (mu + r))
    loss = -ll.sum()
    dmu = -(y / mu - (y + r) / (mu + r))
    dr = -(-y / (mu + r) + np.log(r / (mu + r)) + 1 - r / (mu + r)).sum()
    dk = dr * -r ** 2
    return loss, {"w": X.T @ (dmu * mu), "a": dk / (1 + np.exp(-a))}


def cases():
    g = np.random.default_rng(15)
    X = g.normal(size=(6, 4))
    y = g.poisson(3, size=6).astype(float)
    return {
        "regressao_poisson": (g.normal(size=4) * .3, 0.2, X, y, g.uniform(1, 3, size=6)),
        "binomial_negativa": ({"w": g.normal(size=4) * .4, "a": np.array(0.4)}, X, y),
    }
