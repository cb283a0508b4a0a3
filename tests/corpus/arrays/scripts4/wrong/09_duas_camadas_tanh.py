# expect: 27 derivative-at-wrong-point, wrong-variable
import numpy as np

rng = np.random.default_rng(9)
entrada = rng.uniform(-2, 2, (50, 1))
saida = entrada ** 3 / 4 - entrada / 2

A = rng.normal(size=(1, 10))
a0 = rng.normal(size=10)
B = rng.normal(size=(10, 10)) * 0.3
c = rng.normal(size=(10, 1)) * 0.3


def propaga(x):
    z1 = x @ A + a0
    h1 = np.tanh(z1)
    z2 = h1 @ B
    h2 = np.tanh(z2)
    return z1, h1, z2, h2, h2 @ c


for epoca in range(120):
    z1, h1, z2, h2, y = propaga(entrada)
    perda = np.mean(np.square(y - saida))
    dy = 2 * (y - saida) / saida.size
    dc = h2.T @ dy
    dz2 = dy @ c.T * (1 - z2 ** 2)
    dB = h1.T @ dz2
    dz1 = dz2 @ B.T * (1 - h1 ** 2)
    dA = entrada.T @ dz1
    da0 = dz1.sum(axis=0)
    A -= 0.02 * dA
    a0 -= 0.02 * da0
    B -= 0.02 * dB
    c -= 0.02 * dc
    if epoca % 30 == 0:
        print(epoca, perda)
