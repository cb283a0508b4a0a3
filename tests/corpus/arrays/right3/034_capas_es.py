import numpy as np


class Densa:
    def __init__(self, n, m):
        self.W = np.random.randn(n, m) * 0.5
        self.b = np.zeros((1, m))
        self.grads = {'W': None, 'b': None}

    def adelante(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b

    def atras(self, grad):
        self.grads['W'] = np.dot(self.x.T, grad)
        self.grads['b'] = np.sum(grad, axis=0, keepdims=True)
        return np.dot(grad, self.W.T)


class Sigmoide:
    def adelante(self, x):
        self.salida = 1 / (1 + np.exp(-x))
        return self.salida

    def atras(self, grad):
        return grad * self.salida * (1 - self.salida)


class Secuencial:
    def __init__(self, *capas):
        self.capas = capas

    def adelante(self, x):
        for capa in self.capas:
            x = capa.adelante(x)
        return x

    def atras(self, grad):
        for capa in reversed(self.capas):
            grad = capa.atras(grad)
        return grad


def error_cuadratico(prediccion, objetivo):
    m = prediccion.shape[0]
    resta = prediccion - objetivo
    return np.sum(resta ** 2) / (2 * m), resta / m


def cases():
    rng = np.random.default_rng(0)
    np.random.seed(1)
    red = Secuencial(Densa(3, 4), Sigmoide(), Densa(4, 2))
    x = rng.normal(size=(5, 3))
    return {
        "Densa": (Densa(3, 4), x),
        "Sigmoide": (Sigmoide(), x),
        "Secuencial": (red, x),
        "error_cuadratico": (rng.normal(size=(5, 2)), rng.normal(size=(5, 2))),
    }
