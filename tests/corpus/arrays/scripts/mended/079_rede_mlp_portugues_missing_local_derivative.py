# rede mlp portugues
# Rede neural de duas camadas treinada com gradiente descendente
import numpy as np

np.random.seed(11)
amostras = np.random.uniform(-1, 1, (20, 2))
alvos = (amostras[:, 0] ** 2 + amostras[:, 1] ** 2 < 0.6).astype(float).reshape(-1, 1)

W_oculta = np.random.randn(2, 6)
b_oculta = np.zeros((1, 6))
W_saida = np.random.randn(6, 1)
b_saida = np.zeros((1, 1))
taxa = 1
perdas = []

def sigmoide(z):
    return 1 / (1 + np.exp(-z))

for epoca in range(200):
    z1 = amostras @ W_oculta + b_oculta
    a1 = sigmoide(z1)
    z2 = a1 @ W_saida + b_saida
    a2 = sigmoide(z2)
    perda = np.mean((a2 - alvos) ** 2)
    perdas.append(perda)

    d_a2 = 2 * (a2 - alvos) / len(amostras)
    d_z2 = d_a2 * a2 * (1 - a2)
    dW_saida = a1.T @ d_z2
    db_saida = d_z2.sum(axis=0, keepdims=True)
    d_a1 = d_z2 @ W_saida.T
    d_z1 = d_a1 * a1 * (1 - a1)
    dW_oculta = amostras.T @ d_z1
    db_oculta = d_z1.sum(axis=0, keepdims=True)

    W_saida -= taxa * dW_saida
    b_saida -= taxa * db_saida
    W_oculta -= taxa * dW_oculta
    b_oculta -= taxa * db_oculta
print("perda inicial", perdas[0], "perda final", perdas[-1])
