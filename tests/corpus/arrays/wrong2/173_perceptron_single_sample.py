# expect: 14 elementwise-for-matmul
import numpy as np


def neuronios_forward(peso, vies, entrada):
    """Uma amostra por vez: peso (M, D), entrada (D,)."""
    ativ = np.tanh(peso.dot(entrada) + vies)
    return ativ, (peso, entrada, ativ)


def neuronios_backward(dativ, cache):
    peso, entrada, ativ = cache
    delta = dativ * (1 - ativ ** 2)
    dpeso = delta * entrada
    dentrada = peso.T.dot(delta)
    return dpeso, delta, dentrada


def cases():
    rng = np.random.default_rng(0)
    return {"neuronios": (rng.normal(size=(3, 5)), rng.normal(size=3), rng.normal(size=5))}
