# expect: 23 double-derivative
# classificador de notas: entropia cruzada com saida sigmoide
import numpy as np

gerador = np.random.default_rng(33)
horas = gerador.uniform(0, 10, (60, 2))
aprovado = (horas.sum(axis=1, keepdims=True) > 9).astype(float)
x = (horas - horas.mean(0)) / horas.std(0)


def sigmoide(v):
    return 1 / (1 + np.exp(-v))


w1 = gerador.normal(0, 1, (2, 5))
b1 = np.zeros((1, 5))
w2 = gerador.normal(0, 1, (5, 1))
b2 = np.zeros((1, 1))
for epoca in range(300):
    a1 = sigmoide(x @ w1 + b1)
    a2 = sigmoide(a1 @ w2 + b2)
    custo = -np.mean(aprovado * np.log(a2) + (1 - aprovado) * np.log(1 - a2))
    dz2 = (a2 - aprovado) / len(x)
    dw2 = a1.T @ dz2
    db2 = dz2.sum(axis=0, keepdims=True)
    dz1 = (dz2 @ w2.T) * a1 * (1 - a1)
    dw1 = x.T @ dz1
    db1 = dz1.sum(axis=0, keepdims=True)
    for par, grad in ((w1, dw1), (b1, db1), (w2, dw2), (b2, db2)):
        par -= 0.8 * grad
    if epoca % 100 == 0:
        print('epoca', epoca, 'custo', custo)
