# expect: 9 forward-value-for-gradient
# cálculo do gradiente de um neurônio com tanh
import math
x = 1.05
peso = 0.72
soma = peso * x - 0.4
saida = math.tanh(soma)
gradiente_soma = 1 - saida ** 2
gradiente_peso = x * saida
gradiente_x = peso * gradiente_soma
