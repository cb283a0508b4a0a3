# embedding average
import numpy as np

np.random.seed(64)
V, D, L = 12, 4, 5
tokens = np.random.randint(0, V, (14, L))
target = (tokens == 3).any(axis=1).astype(float)

emb = np.random.randn(V, D) * 0.3
w = np.random.randn(D) * 0.3
b = 0.0
lr = 1.0
i = 0
while i < 100:
    vecs = emb[tokens]
    doc = vecs.mean(axis=1)
    prob = 1 / (1 + np.exp(-(doc @ w + b)))
    loss = -np.mean(target * np.log(prob) + (1 - target) * np.log(1 - prob))
    dlogit = (prob - target) / len(target)
    dw = doc.T @ dlogit
    db = np.sum(dlogit)
    ddoc = np.outer(dlogit, w)
    demb = np.zeros_like(emb)
    for n in range(len(tokens)):
        for l in range(L):
            demb[tokens[n, l]] += ddoc[n] / L
    emb -= lr * demb
    w -= lr * dw
    b -= lr * db
    if i % 25 == 0:
        print(i, loss)
    i += 1
