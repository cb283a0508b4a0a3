import numpy as np


class Convolucao:
    """Convolucao 2D; percorre so as posicoes da saida, com todos os exemplos e filtros juntos."""

    def __init__(self, canais, filtros, tamanho, passo=1, borda=0):
        rng = np.random.default_rng(55)
        self.W = rng.normal(size=(filtros, canais, tamanho, tamanho)) * np.sqrt(2.0 / (canais * tamanho**2))
        self.b = 0.1 * rng.normal(size=filtros)
        self.passo, self.borda, self.tamanho = passo, borda, tamanho
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)

    def _janelas(self, alt, larg):
        t, p = self.tamanho, self.passo
        for i in range((alt - t) // p + 1):
            for j in range((larg - t) // p + 1):
                yield i, j, slice(i * p, i * p + t), slice(j * p, j * p + t)

    def forward(self, x):
        n, c, h, w = x.shape
        q = self.borda
        self.xp = np.zeros((n, c, h + 2 * q, w + 2 * q))
        self.xp[:, :, q : q + h, q : q + w] = x
        alt, larg = self.xp.shape[2:]
        oh = (alt - self.tamanho) // self.passo + 1
        ow = (larg - self.tamanho) // self.passo + 1
        y = np.empty((n, self.W.shape[0], oh, ow))
        for i, j, li, co in self._janelas(alt, larg):
            y[:, :, i, j] = np.tensordot(self.xp[:, :, li, co], self.W, axes=([1, 2, 3], [1, 2, 3])) + self.b
        return y

    def backward(self, dy):
        self.dW = np.zeros_like(self.W)
        dxp = np.zeros_like(self.xp)
        for i, j, li, co in self._janelas(*self.xp.shape[2:]):
            g = dy[:, :, i, j]
            self.dW += np.tensordot(g, self.xp[:, :, li, co], axes=(0, 0))
            dxp[:, :, li, co] += np.tensordot(g, self.W, axes=1)
        self.db = dy.sum(axis=3).sum(axis=2).sum(axis=0)
        q = self.borda
        return dxp[:, :, q : dxp.shape[2] - q, q : dxp.shape[3] - q]


def cases():
    rng = np.random.default_rng(56)
    return {"Convolucao": (Convolucao(4, 5, 3, passo=2, borda=1), rng.normal(size=(2, 4, 7, 6)))}
