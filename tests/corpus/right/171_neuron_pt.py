import math
pesos = [0.5, -0.3, 0.8]
entradas = [1.0, 2.0, -1.0]
vies = 0.1
alvo = 1.0
soma = 0
for p, e in zip(pesos, entradas):
    soma += p * e
soma += vies
saida = 1 / (1 + math.exp(-soma))
perda = (saida - alvo) ** 2
grad_saida = 2 * (saida - alvo)
grad_soma = grad_saida * saida * (1 - saida)
grad_pesos = [grad_soma * e for e in entradas]
grad_entradas = [grad_soma * p for p in pesos]
grad_vies = grad_soma
