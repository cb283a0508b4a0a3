import numpy as np


def normaliza_forward(x, gama, beta, eps=1e-4):
    media = np.einsum("nd->d", x) / len(x)
    centrado = x - media
    variancia = np.einsum("nd,nd->d", centrado, centrado) / len(x)
    saida = gama * centrado / np.sqrt(variancia + eps) + beta
    return saida, (x, gama, eps)


def normaliza_backward(dsaida, guardado):
    """Nada e guardado alem da entrada: a media e a variancia sao calculadas de novo."""
    x, gama, eps = guardado
    n = len(x)
    centrado = x - x.mean(0)
    precisao = 1.0 / (centrado.var(0) + eps)
    raiz = np.sqrt(precisao)
    dbeta = np.einsum("nd->d", dsaida)
    projecao = np.einsum("nd,nd->d", dsaida, centrado)
    dgama = raiz * projecao
    dx = gama * raiz * (dsaida - dbeta / n - centrado * precisao * projecao / n)
    return {"dx": dx, "dgama": dgama, "dbeta": dbeta}


def cases():
    rng = np.random.default_rng(35)
    x = rng.normal(loc=0.5, size=(4, 5))
    gama, beta = rng.normal(size=(2, 5))
    return {"normaliza": (x, gama, beta, 1e-3)}
