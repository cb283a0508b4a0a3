# expect: 19 sign
import numpy as np

np.random.seed(202)
n = 20
A = np.random.randn(n, 4)
same = np.random.randint(0, 2, n)
B = np.where(same[:, None] == 1, A + 0.1 * np.random.randn(n, 4), np.random.randn(n, 4))
W = np.random.randn(4, 3) * 0.4
margin = 2.0
lr = 0.05
losses = []
for epoch in range(100):
    diff = (A - B) @ W
    dist = np.sqrt((diff ** 2).sum(axis=1) + 1e-9)
    gap = np.maximum(0, margin - dist)
    loss = 0.5 * np.mean(same * dist ** 2 + (1 - same) * gap ** 2)
    losses.append(loss)
    ddist = (same * dist + (1 - same) * gap) / n
    ddiff = ddist[:, None] * diff / dist[:, None]
    dW = (A - B).T @ ddiff
    W -= lr * dW
print(losses[0], losses[-1])
