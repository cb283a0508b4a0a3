# right
# right
import numpy as np


def sigmoide(v):
    return 1 / (1 + np.exp(-v))


def custo_rede(P1, v1, P2, v2, X, alvo):
    m = X.shape[0]
    oculta = sigmoide(X @ P1 + v1)
    saida = sigmoide(oculta @ P2 + v2)
    custo = -np.sum(alvo * np.log(saida) + (1 - alvo) * np.log(1 - saida)) / m

    erro = (saida - alvo) / m
    dP2 = oculta.T @ erro
    dv2 = erro.sum(axis=0)
    erro_oculta = (erro @ P2.T) * oculta * (1 - oculta)
    dP1 = X.T @ erro_oculta
    dv1 = erro_oculta.sum(axis=0)
    return custo, dP1, dv1, dP2, dv2


def cases():
    rng = np.random.default_rng(0)
    alvo = (rng.uniform(size=(5, 2)) > 0.5).astype(float)
    return {
        "custo_rede": (
            rng.normal(size=(3, 4)), rng.normal(size=4), rng.normal(size=(4, 2)), rng.normal(size=2),
            rng.normal(size=(5, 3)), alvo,
        )
    }
