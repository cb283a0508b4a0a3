# expect: 17 accumulator-not-zeroed
import numpy as np


class Camada:
    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(size=(n_in, n_out)) / np.sqrt(n_in)
        self.dW = np.zeros_like(self.W)

    def forward(self, x):
        self.x = x
        self.y = np.sin(x @ self.W)
        return self.y

    def backward(self, g):
        dz = g * np.cos(self.x @ self.W)
        self.dW += self.x.T @ dz
        return dz @ self.W.T


rng = np.random.default_rng(8)
X = rng.uniform(-1, 1, size=(20, 2))
y = X[:, :1] * X[:, 1:]
camadas = [Camada(2, 5, rng), Camada(5, 1, rng)]
for epoca in range(60):
    h = X
    for c in camadas:
        h = c.forward(h)
    custo = 0.5 * np.sum((h - y) ** 2) / len(X)
    g = (h - y) / len(X)
    for c in reversed(camadas):
        g = c.backward(g)
    for c in camadas:
        c.W -= 0.3 * c.dW
print(custo)
