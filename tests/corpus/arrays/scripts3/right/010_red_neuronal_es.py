# Red neuronal de una capa oculta para ajustar el seno
import numpy as np

semilla = np.random.RandomState(21)
entradas = np.linspace(-3, 3, 60).reshape(-1, 1)
objetivos = np.sin(entradas) + 0.05 * semilla.randn(60, 1)

pesos = {
    'W1': semilla.randn(1, 16) * 0.8,
    'b1': np.zeros(16),
    'W2': semilla.randn(16, 1) * 0.3,
    'b2': np.zeros(1),
}
tasa = 0.05
for epoca in range(500):
    # propagacion hacia adelante
    z1 = entradas @ pesos['W1'] + pesos['b1']
    a1 = np.tanh(z1)
    prediccion = a1 @ pesos['W2'] + pesos['b2']
    perdida = np.mean((prediccion - objetivos) ** 2)

    # retropropagacion
    d_pred = 2 * (prediccion - objetivos) / objetivos.size
    deltas = {}
    deltas['W2'] = a1.T @ d_pred
    deltas['b2'] = d_pred.sum(axis=0)
    d_z1 = (d_pred @ pesos['W2'].T) * (1 - a1 ** 2)
    deltas['W1'] = entradas.T @ d_z1
    deltas['b1'] = d_z1.sum(axis=0)
    for nombre in pesos:
        pesos[nombre] -= tasa * deltas[nombre]
    if epoca % 100 == 0:
        print('epoca', epoca, 'perdida', perdida)
