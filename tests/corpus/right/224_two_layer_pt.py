import math
def sigmoide(z):
    return 1 / (1 + math.exp(-z))
def derivada_sigmoide(z):
    s = sigmoide(z)
    return s * (1 - s)
entrada = [0.5, 0.9]
pesos_oculta = [[0.2, 0.4], [-0.3, 0.1]]
pesos_saida = [0.7, -0.5]
alvo = 1
z_oculta = [sum(p * e for p, e in zip(linha, entrada)) for linha in pesos_oculta]
oculta = [sigmoide(z) for z in z_oculta]
z_saida = sum(p * h for p, h in zip(pesos_saida, oculta))
saida = sigmoide(z_saida)
custo = (saida - alvo) ** 2 / 2
grad_z_saida = (saida - alvo) * derivada_sigmoide(z_saida)
grad_pesos_saida = [grad_z_saida * h for h in oculta]
grad_z_oculta = [grad_z_saida * p * derivada_sigmoide(z) for p, z in zip(pesos_saida, z_oculta)]
grad_pesos_oculta = [[d * e for e in entrada] for d in grad_z_oculta]
