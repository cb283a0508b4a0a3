# expect: 26/28 updated-before-use
import numpy as np

# %% synthetic passengers
rng = np.random.default_rng(1912)
sex = rng.integers(0, 2, 150)
pclass = rng.integers(1, 4, 150)
age = rng.normal(30, 12, 150)
survived = (rng.random(150) < 1 / (1 + np.exp(-(2.2 * sex - 0.9 * pclass - 0.02 * age + 1.5)))).astype(float)
X = np.vstack([sex, (pclass - 2) / 0.8, (age - 30) / 12])      # columns are passengers
Y = survived.reshape(1, -1)
m = X.shape[1]

# %% model
W1, b1 = rng.normal(size=(5, 3)) * 0.5, np.zeros((5, 1))
W2, b2 = rng.normal(size=(1, 5)) * 0.5, np.zeros((1, 1))
lr, iters = 1.2, 100
for i in range(iters):
    A1 = np.tanh(W1 @ X + b1)
    A2 = 1 / (1 + np.exp(-(W2 @ A1 + b2)))
    cost = -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m

    dZ2 = A2 - Y
    grad_W2 = dZ2 @ A1.T / m
    grad_b2 = dZ2.sum(axis=1, keepdims=True) / m
    W2 = W2 - lr * grad_W2
    b2 = b2 - lr * grad_b2
    dZ1 = (W2.T @ dZ2) * (1 - A1 ** 2)
    grad_W1 = dZ1 @ X.T / m
    grad_b1 = dZ1.sum(axis=1, keepdims=True) / m
    W1 = W1 - lr * grad_W1
    b1 = b1 - lr * grad_b1
    if i % 25 == 0:
        print("cost after iteration", i, cost)
