# right
import numpy as np

rng = np.random.default_rng(0)
X = rng.uniform(-1, 1, size=(40, 2))
Y = np.column_stack([X[:, 0] * X[:, 1], X[:, 0] ** 2, np.abs(X[:, 1])])
W1 = rng.normal(size=(2, 7))
W2 = rng.normal(size=(7, 3)) * 0.5
lr = 0.2

for step in range(100):
    H = np.tanh(X @ W1)
    E = H @ W2 - Y
    loss = 0.5 * np.sum(E ** 2) / len(X)
    dO = E / len(X)
    dW2 = H.T @ dO
    dH = dO @ W2.T
    W2 = W2 - lr * dW2
    dW1 = X.T @ (dH * (1 - H * H))
    W1 = W1 - lr * dW1
    if step % 25 == 0:
        print(step, loss)
