import numpy as np

rng = np.random.default_rng(99)
Z = rng.normal(size=(20, 2))
X = np.tanh(Z @ rng.normal(size=(2, 8)))

W = rng.normal(scale=0.3, size=(8, 3))
bh = np.zeros(3)
bo = np.zeros(8)
lr = 0.3

losses = []
for epoch in range(200):
    H = 1.0 / (1.0 + np.exp(-(X @ W + bh)))
    Xr = H @ W.T + bo
    diff = Xr - X
    loss = 0.5 * np.sum(diff ** 2) / len(X)
    losses.append(loss)

    d_out = diff / len(X)
    d_bo = d_out.sum(axis=0)
    d_H = d_out @ W
    d_pre = d_H * H * (1 - H)
    d_bh = d_pre.sum(axis=0)
    # W is used twice: encoder and decoder
    d_W = X.T @ d_pre + d_out.T @ H

    W -= lr * d_W
    bh -= lr * d_bh
    bo -= lr * d_bo
print(losses[0], losses[-1])
