import numpy as np

def tangente(u): return np.tanh(u)
def derivada(s): return 1.0 - s ** 2

class PMC:
    """Perceptron multicamadas, treinamento padrão a padrão"""
    def __init__(self, n_entradas, n_ocultos, n_saidas, eta=0.05, semente=7):
        g = np.random.default_rng(semente)
        self.eta = eta
        self.Wo = g.uniform(-0.5, 0.5, (n_ocultos, n_entradas + 1))
        self.Ws = g.uniform(-0.5, 0.5, (n_saidas, n_ocultos + 1))

    def propaga(self, x):
        self.x = np.r_[-1.0, x]
        self.h = tangente(self.Wo @ self.x)
        self.hb = np.r_[-1.0, self.h]
        self.saida = tangente(self.Ws @ self.hb)
        return self.saida

    def retropropaga(self, d):
        e = d - self.saida
        delta_s = e * derivada(self.saida)
        delta_o = derivada(self.h) * (self.Ws[:, 1:].T @ delta_s)
        self.Ws += self.eta * np.outer(delta_s, self.hb)
        self.Wo += self.eta * np.outer(delta_o, self.x)
        return 0.5 * np.sum(e ** 2)

rng = np.random.default_rng(0)
entradas = rng.uniform(-1, 1, (60, 2))
desejado = np.sin(2 * entradas[:, :1]) * entradas[:, 1:]
rede = PMC(2, 8, 1)
eqm_anterior, precisao = np.inf, 1e-6
for epoca in range(80):
    soma = 0.0
    for k in rng.permutation(60):
        rede.propaga(entradas[k])
        soma += rede.retropropaga(desejado[k])
    eqm = soma / 60
    if abs(eqm_anterior - eqm) <= precisao:
        break
    eqm_anterior = eqm
print('épocas:', epoca + 1, 'EQM:', eqm)
