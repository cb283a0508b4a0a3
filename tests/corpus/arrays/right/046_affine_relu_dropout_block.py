import numpy as np


def bloco_forward(x, W, b, manter):
    """Camada densa, relu e dropout invertido, de uma vez so."""
    gerador = np.random.RandomState(99)
    z = x.dot(W) + b
    a = z * (z > 0)
    sorteio = gerador.rand(*a.shape)
    mascara = np.zeros_like(a)
    mascara[sorteio < manter] = 1.0 / manter
    a *= mascara
    return a, [x, W, z, mascara]


def bloco_backward(da, cache):
    x, W, z, mascara = cache
    dz = da * mascara
    dz[z <= 0] = 0.0
    db = dz.sum(axis=0)
    dW = x.T.dot(dz)
    dx = dz.dot(W.T)
    return dx, dW, db


def cases():
    rng = np.random.default_rng(50)
    x = rng.normal(size=(5, 3))
    W = rng.normal(size=(3, 6))
    b = rng.normal(size=6)
    return {"bloco": (x, W, b, 0.75)}
