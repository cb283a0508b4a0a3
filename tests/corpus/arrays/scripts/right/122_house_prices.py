"""Regressão linear múltipla com descida do gradiente (preços de casas)."""
import numpy as np

np.random.seed(7)
n = 120
area = np.random.uniform(40, 250, n)
quartos = np.random.randint(1, 6, n)
preco = 1.8 * area + 22 * quartos + 35 + np.random.randn(n) * 9

entrada = np.column_stack([area, quartos]).astype(float)
media, desvio = entrada.mean(axis=0), entrada.std(axis=0)
entrada = (entrada - media) / desvio
alvo = (preco - preco.mean()) / preco.std()

pesos = np.zeros(2)
vies = 0.0
taxa = 0.05
historico = []

for epoca in range(200):
    previsao = entrada @ pesos + vies
    erro = previsao - alvo
    custo = np.sum(erro ** 2) / (2 * n)
    historico.append(custo)

    grad_pesos = entrada.T @ erro / n
    grad_vies = erro.mean()

    pesos -= taxa * grad_pesos
    vies -= taxa * grad_vies

    if epoca % 50 == 0:
        print(f"época {epoca:3d}  custo = {custo:.5f}")

print("pesos finais:", pesos, "viés:", vies)
