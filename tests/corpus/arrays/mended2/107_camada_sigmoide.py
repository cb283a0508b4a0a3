# right
import numpy as np


class CamadaSigmoide:
    """Camada densa seguida de sigmoide."""

    def __init__(self, n_ent, n_sai):
        rng = np.random.default_rng(3)
        self.W = rng.normal(size=(n_ent, n_sai))
        self.b = rng.normal(size=n_sai)

    def forward(self, x):
        self.entrada = x
        self.soma = x @ self.W + self.b
        self.saida = 1 / (1 + np.exp(-self.soma))
        return self.saida

    def backward(self, dout):
        delta = dout * self.saida * (1 - self.saida)
        self.dW = self.entrada.T @ delta
        self.db = delta.sum(axis=0)
        return delta @ self.W.T


def cases():
    rng = np.random.default_rng(0)
    return {"CamadaSigmoide": (CamadaSigmoide(5, 3), rng.normal(size=(4, 5)))}
