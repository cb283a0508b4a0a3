# expect: 7 operator-precedence
# expect: 10 forward-value-for-gradient
import math
peso = [0.9, -1.3]
entrada = [0.7, 0.25]
soma = peso[0] * entrada[0] + peso[1] * entrada[1]
ativacao = 1 / 1 + math.exp(-soma)
gradiente_soma = ativacao * (1 - ativacao)
gradiente_peso = [entrada[0] * gradiente_soma, entrada[1] * gradiente_soma]
gradiente_entrada = [peso[0] * ativacao, peso[1] * ativacao]
