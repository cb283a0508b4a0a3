# Rede neural simples para o problema XOR
import numpy as np

np.random.seed(13)
entradas = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
saidas = np.array([[0], [1], [1], [0]])

pesos0 = 2 * np.random.random((2, 4)) - 1
pesos1 = 2 * np.random.random((4, 1)) - 1
vies0 = np.zeros((1, 4))
vies1 = np.zeros((1, 1))

taxa_aprendizado = 2
epocas = 1000

def sigmoide(soma):
    return 1 / (1 + np.exp(-soma))

for epoca in range(epocas):
    camada_oculta = sigmoide(np.dot(entradas, pesos0) + vies0)
    camada_saida = sigmoide(np.dot(camada_oculta, pesos1) + vies1)

    erro = camada_saida - saidas
    custo = np.mean(erro ** 2)
    if epoca % 250 == 0:
        print("Época", epoca, "custo:", custo)

    delta_saida = (2 / len(entradas)) * erro * camada_saida * (1 - camada_saida)
    grad_pesos1 = camada_oculta.T.dot(delta_saida)
    grad_vies1 = np.sum(delta_saida, axis=0, keepdims=True)
    delta_oculta = delta_saida.dot(pesos1.T) * camada_oculta * (1 - camada_oculta)
    grad_pesos0 = entradas.T.dot(delta_oculta)
    grad_vies0 = np.sum(delta_oculta, axis=0, keepdims=True)

    pesos1 = pesos1 - taxa_aprendizado * grad_pesos1
    vies1 = vies1 - taxa_aprendizado * grad_vies1
    pesos0 = pesos0 - taxa_aprendizado * grad_pesos0
    vies0 = vies0 - taxa_aprendizado * grad_vies0
