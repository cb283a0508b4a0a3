import numpy as np

comprimentos = np.array([1.0, 0.8, 0.5])
alvo = np.array([0.6, 1.4])
q = np.array([0.1, 0.2, -0.1])
for passo in range(200):
    s = np.cumsum(q)
    ponta = np.array([np.sum(comprimentos * np.cos(s)), np.sum(comprimentos * np.sin(s))])
    erro = ponta - alvo
    custo = 0.5 * erro @ erro
    # jacobiano: coluna j soma os elos de j em diante
    J = np.zeros((2, 3))
    for j in range(3):
        J[0, j] = -np.sum(comprimentos[j:] * np.sin(s[j:]))
        J[1, j] = np.sum(comprimentos[j:] * np.cos(s[j:]))
    grad = J.T @ erro
    q -= 0.1 * grad
print("angulos:", q, "custo:", custo)
