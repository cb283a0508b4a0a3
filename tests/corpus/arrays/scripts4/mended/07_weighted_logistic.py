# right
import numpy as np

rng = np.random.default_rng(7)
N = 25
X = rng.normal(size=(N, 4))
y = (X[:, :1] + 0.5 * rng.normal(size=(N, 1)) > 0.6).astype(float)       # (N, 1), few positives
weight = np.where(y == 1, 3.0, 1.0).ravel()                              # (N,)
W = np.zeros((4, 1))
b = np.zeros(1)
for it in range(80):
    z = X @ W + b
    p = 1 / (1 + np.exp(-z))
    ce = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    loss = (weight * ce[:, 0]).sum() / weight.sum()
    dz = (p - y) * weight[:, None] / weight.sum()
    dW = (X.T @ dz).sum(axis=1, keepdims=True)
    db = np.array([dz.sum()])
    W -= 0.02 * dW
    b -= 0.02 * db
    if it % 20 == 0:
        print(it, loss)
