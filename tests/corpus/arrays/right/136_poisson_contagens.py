import math

import numpy as np


def perda_poisson(pesos, vies, X, contagens, exposicao):
    """Log-verossimilhanca de Poisson com exposicao, um caso por vez."""
    n = X.shape[0]
    perda = 0.0
    dpesos = np.zeros_like(pesos)
    dvies = np.zeros_like(vies)
    for i in range(n):
        log_taxa = np.dot(X[i], pesos) + vies[0] + math.log(exposicao[i])
        taxa = np.exp(log_taxa)
        perda += taxa - contagens[i] * log_taxa + math.lgamma(contagens[i] + 1)
        erro = taxa - contagens[i]
        dpesos += erro * X[i]
        dvies[0] += erro
    perda /= n
    dpesos /= n
    dvies /= n
    return perda, dpesos, dvies


def cases():
    rng = np.random.default_rng(136)
    X = rng.normal(size=(5, 3))
    exposicao = rng.uniform(0.5, 2.0, size=5)
    contagens = np.array([0, 3, 1, 2, 1])
    return {"perda_poisson": (0.4 * rng.normal(size=3), rng.normal(size=1), X, contagens, exposicao)}
