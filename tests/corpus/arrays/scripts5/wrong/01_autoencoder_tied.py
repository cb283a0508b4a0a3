# expect: 16 missing-path
import numpy as np

rng = np.random.default_rng(0)
X = rng.normal(size=(25, 6))
W = 0.4 * rng.normal(size=(6, 2))
b = np.zeros(2)
for epoch in range(50):
    h = np.tanh(X @ W + b)
    R = h @ W.T            # tied weights
    E = R - X
    loss = (E ** 2).sum() / (2 * len(X))
    dR = E / len(X)
    dh = dR @ W
    dz = dh * (1 - h ** 2)
    dW = X.T @ dz
    db = dz.sum(0)
    W -= 0.1 * dW
    b -= 0.1 * db
print(loss)
