# skipgram softmax
import numpy as np

sentences = "i like deep learning i like nlp i enjoy flying".split()
words = sorted(set(sentences))
ix = {w: i for i, w in enumerate(words)}
V, dim = len(words), 4
np.random.seed(3)
W1 = np.random.uniform(-0.8, 0.8, (V, dim))
W2 = np.random.uniform(-0.8, 0.8, (dim, V))
centers, contexts = [], []
for i in range(len(sentences)):
    for j in (i - 1, i + 1):
        if 0 <= j < len(sentences):
            centers.append(ix[sentences[i]])
            contexts.append(ix[sentences[j]])
centers, contexts = np.array(centers), np.array(contexts)
B = len(centers)

for epoch in range(100):
    h = W1[centers]
    u = h @ W2
    y_hat = np.exp(u) / np.exp(u).sum(axis=1, keepdims=True)
    loss = -np.log(y_hat[np.arange(B), contexts]).sum()
    du = y_hat.copy()
    du[np.arange(B), contexts] -= 1
    dW2 = h.T @ du
    dh = du @ W2.T
    dW1 = np.zeros_like(W1)
    np.add.at(dW1, centers, dh)
    W1 -= 0.05 * dW1
    W2 -= 0.05 * dW2
    if epoch % 25 == 0:
        print(epoch, loss / B)
