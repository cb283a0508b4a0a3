import numpy as np

corpus = "eu gosto de café e você gosto de chá mas eu não gosto de leite".split()
palavras = list(dict.fromkeys(corpus))
idx = {p: i for i, p in enumerate(palavras)}
V, D, C = len(palavras), 6, 2

contextos, alvos = [], []
for i in range(C, len(corpus) - C):
    contextos.append([idx[corpus[j]] for j in range(i - C, i + C + 1) if j != i])
    alvos.append(idx[corpus[i]])
contextos, alvos = np.array(contextos), np.array(alvos)

rng = np.random.default_rng(1)
E = rng.normal(0, 0.1, (V, D))
W = rng.normal(0, 0.1, (D, V))
eta = 0.5

for ep in range(200):
    h = E[contextos].mean(axis=1)
    u = h @ W
    u = u - u.max(axis=1, keepdims=True)
    p = np.exp(u)
    p = p / p.sum(axis=1, keepdims=True)
    perda = -np.log(p[np.arange(len(alvos)), alvos]).mean()

    du = p.copy()
    du[np.arange(len(alvos)), alvos] -= 1
    du /= len(alvos)
    dW = h.T @ du
    dh = du @ W.T
    dE = np.zeros_like(E)
    for j in range(2 * C):
        np.add.at(dE, contextos[:, j], dh / (2 * C))

    W -= eta * dW
    E -= eta * dE
    if ep % 50 == 0:
        print('época', ep, 'perda', round(perda, 4))
