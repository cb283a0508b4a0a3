import numpy as np


def densa_forward(entrada, pesos, vies):
    n_amostras, n_entradas = entrada.shape
    n_saidas = pesos.shape[0]
    saida = np.zeros((n_amostras, n_saidas))
    for n in range(n_amostras):
        for j in range(n_saidas):
            soma = vies[j]
            for i in range(n_entradas):
                soma += pesos[j, i] * entrada[n, i]
            saida[n, j] = soma
    memoria = {"entrada": entrada, "pesos": pesos}
    return saida, memoria


def densa_backward(dsaida, memoria):
    entrada = memoria["entrada"]
    pesos = memoria["pesos"]
    dentrada = np.zeros_like(entrada)
    dpesos = np.zeros_like(pesos)
    dvies = np.zeros(pesos.shape[0])
    for n in range(entrada.shape[0]):
        for j in range(pesos.shape[0]):
            g = dsaida[n, j]
            dvies[j] += g
            for i in range(entrada.shape[1]):
                dpesos[j, i] += g * entrada[n, i]
                dentrada[n, i] += g * pesos[j, i]
    return dentrada, dpesos, dvies


def cases():
    rng = np.random.default_rng(1)
    entrada = rng.normal(size=(4, 5))
    pesos = rng.normal(size=(3, 5))
    vies = rng.normal(size=3)
    return {"densa": (entrada, pesos, vies)}
