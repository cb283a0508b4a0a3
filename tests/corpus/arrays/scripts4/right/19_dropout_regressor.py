import numpy as np


def gelu(z):
    return z / (1 + np.exp(-1.702 * z))


def gelu_prime(z):
    s = 1 / (1 + np.exp(-1.702 * z))
    return s + 1.702 * z * s * (1 - s)


rng = np.random.default_rng(18)
X = rng.uniform(-1, 1, (50, 4))
y = X[:, 0] * X[:, 1] + X[:, 2]
W1 = rng.normal(size=(4, 16)) * 0.5
b1 = np.zeros(16)
W2 = rng.normal(size=16) * 0.25
for epoch in range(200):
    keep = rng.random((50, 16)) < 0.8
    Z = X @ W1 + b1
    H = gelu(Z) * keep / 0.8
    pred = H @ W2
    loss = 0.5 * np.mean((pred - y) ** 2) + 1e-3 * np.abs(W1).sum()
    dpred = (pred - y) / y.size
    gW2 = dpred @ H
    dZ = np.multiply.outer(dpred, W2) * (keep / 0.8) * gelu_prime(Z)
    gW1 = X.T @ dZ + 1e-3 * np.sign(W1)
    gb1 = dZ.sum(0)
    W1 -= 0.2 * gW1
    b1 -= 0.2 * gb1
    W2 -= 0.2 * gW2
    if epoch % 50 == 0:
        print(epoch, loss)
