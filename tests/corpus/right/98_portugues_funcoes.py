import math

def sigmoide(t):
    """Função logística."""
    return 1 / (1 + math.exp(-t))

# dados
entrada = (0.4, -1.1, 0.9)
pesos = (0.7, 0.2, -0.5)
alvo = 1

produto = 0
for e, p in zip(entrada, pesos):
    produto += e * p
ativação = sigmoide(produto)
perda = -math.log(ativação) if alvo else -math.log(1 - ativação)

d_perda = 1
d_produto = (ativação - alvo) * d_perda
d_pesos = tuple(e * d_produto for e in entrada)
d_entrada = tuple(p * d_produto for p in pesos)
print('gradiente dos pesos:', d_pesos)
