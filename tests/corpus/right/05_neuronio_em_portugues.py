import math

# um neurônio com ativação sigmoide
peso = 0.8
entrada = -1.4
viés = 0.35

soma = peso * entrada + viés
saída = 1 / (1 + math.exp(-soma))

# retropropagação: regra da cadeia
gradiente_soma = saída * (1 - saída)
gradiente_peso = gradiente_soma * entrada
gradiente_entrada = gradiente_soma * peso
gradiente_viés = gradiente_soma

print(f"∂saída/∂peso = {gradiente_peso:.4f}")
print(f"∂saída/∂entrada = {gradiente_entrada:.4f}")
