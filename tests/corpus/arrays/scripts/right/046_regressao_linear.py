# Regressão linear com gradiente descendente - Aprendizado de Máquina, lista 2
import numpy as np

np.random.seed(42)

# dados sintéticos: preço em função da área e do número de quartos
n = 100
area = np.random.uniform(30, 200, n)
quartos = np.random.randint(1, 5, n)
preco = 2.5 * area + 15 * quartos + 40 + np.random.randn(n) * 10

# normalização
X = np.column_stack((area, quartos))
X = (X - X.mean(axis=0)) / X.std(axis=0)
y = (preco - preco.mean()) / preco.std()
X = np.column_stack((np.ones(n), X))

def custo(theta):
    erro = X @ theta - y
    return (erro ** 2).sum() / (2 * n)

theta = np.zeros(3)
taxa = 0.1
historico = []
epoca = 0
while epoca < 500:
    previsao = X @ theta
    erro = previsao - y
    gradiente = X.T @ erro / n
    theta = theta - taxa * gradiente
    historico.append(custo(theta))
    if len(historico) > 1 and abs(historico[-2] - historico[-1]) < 1e-9:
        print('convergiu na época', epoca)
        break
    epoca += 1

print('theta:', theta)
print('custo final:', historico[-1])
