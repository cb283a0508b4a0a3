import math
entradas = [1.0, -0.5, 0.3]
alvos = [0.2, 0.1, -0.4]
peso, rec = 0.6, -0.3
estados = [0.0]
perda = 0.0
for e, a in zip(entradas, alvos):
    estados.append(math.tanh(peso * e + rec * estados[-1]))
    perda += 0.5 * (estados[-1] - a) ** 2
grad_peso = grad_rec = 0.0
prox = 0.0
for t in range(len(entradas), 0, -1):
    g = (estados[t] - alvos[t - 1]) + prox
    gz = g * (1 - estados[t] ** 2)
    grad_peso += gz * entradas[t - 1]
    grad_rec += gz * estados[t - 1]
    prox = gz * rec
