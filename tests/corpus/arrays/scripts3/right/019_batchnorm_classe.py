# -*- coding: utf-8 -*-
# rede com normalizacao em lote, escrita a mao
import numpy as np


class Rede:
    def __init__(self, entrada, oculta, saida, semente=0):
        ale = np.random.RandomState(semente)
        self.W1 = ale.randn(entrada, oculta) * np.sqrt(2 / entrada)
        self.gama = np.ones(oculta)
        self.beta = np.zeros(oculta)
        self.W2 = ale.randn(oculta, saida) * np.sqrt(2 / oculta)
        self.b2 = np.zeros(saida)
        self.g = {}

    def frente(self, x):
        self.x = x
        self.u = x.dot(self.W1)
        self.media = self.u.mean(axis=0)
        self.var = self.u.var(axis=0)
        self.desvio = np.sqrt(self.var + 1e-5)
        self.xn = (self.u - self.media) / self.desvio
        self.a = self.gama * self.xn + self.beta
        self.h = np.where(self.a > 0, self.a, 0.1 * self.a)
        return self.h.dot(self.W2) + self.b2

    def tras(self, dsaida):
        n = len(self.x)
        self.g['W2'] = self.h.T.dot(dsaida)
        self.g['b2'] = dsaida.sum(axis=0)
        dh = dsaida.dot(self.W2.T)
        da = dh * np.where(self.a > 0, 1, 0.1)
        self.g['gama'] = (da * self.xn).sum(axis=0)
        self.g['beta'] = da.sum(axis=0)
        dxn = da * self.gama
        du = (n * dxn - dxn.sum(axis=0) - self.xn * (dxn * self.xn).sum(axis=0)) / (n * self.desvio)
        self.g['W1'] = self.x.T.dot(du)

    def atualiza(self, taxa):
        for nome, grad in self.g.items():
            setattr(self, nome, getattr(self, nome) - taxa * grad)


np.random.seed(5)
dados = np.random.randn(60, 4)
alvo = (dados[:, :1] * dados[:, 1:2] + 0.5 * dados[:, 2:3] ** 2)
rede = Rede(4, 12, 1)
for passo in range(300):
    saida = rede.frente(dados)
    custo = ((saida - alvo) ** 2).sum() / (2 * len(dados))
    rede.tras((saida - alvo) / len(dados))
    rede.atualiza(0.1)
    if passo % 100 == 0:
        print('passo', passo, 'custo', round(custo, 5))
