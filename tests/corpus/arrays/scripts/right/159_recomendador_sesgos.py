"""Factorización de matrices con sesgos, descenso estocástico valoración a valoración."""
import numpy as np

gen = np.random.default_rng(41)
n_usuarios, n_peliculas, k = 40, 30, 3
U_real, V_real = gen.normal(size=(n_usuarios, k)), gen.normal(size=(n_peliculas, k))
pares = [(u, i) for u in range(n_usuarios) for i in range(n_peliculas) if gen.random() < .4]
notas = {(u, i): 3.5 + .6 * U_real[u] @ V_real[i] + .2 * gen.normal() for u, i in pares}

media = np.mean(list(notas.values()))
b_u, b_i = np.zeros(n_usuarios), np.zeros(n_peliculas)
P = gen.normal(0, .1, (n_usuarios, k))
Q = gen.normal(0, .1, (n_peliculas, k))
tasa, reg = 0.03, 0.02

for vuelta in range(25):
    gen.shuffle(pares)
    coste_total = 0.0
    for u, i in pares:
        error = media + b_u[u] + b_i[i] + P[u] @ Q[i] - notas[u, i]
        coste = 0.5 * error ** 2 + 0.5 * reg * (P[u] @ P[u] + Q[i] @ Q[i] + b_u[u] ** 2 + b_i[i] ** 2)
        coste_total += coste

        grad_P = error * Q[i] + reg * P[u]
        grad_Q = error * P[u] + reg * Q[i]
        grad_bu = error + reg * b_u[u]
        grad_bi = error + reg * b_i[i]

        P[u] -= tasa * grad_P
        Q[i] -= tasa * grad_Q
        b_u[u] -= tasa * grad_bu
        b_i[i] -= tasa * grad_bi
    if vuelta % 6 == 0:
        print("vuelta", vuelta, "coste medio", coste_total / len(pares))
