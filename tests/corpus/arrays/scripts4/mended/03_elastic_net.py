# right
import numpy as np

rng = np.random.RandomState(2)
A = rng.randn(30, 6)
b = A @ np.array([3, 0, 0, -2, 0, 1.0]) + 0.1 * rng.randn(30)
w = rng.randn(6)
l1, l2 = 0.1, 0.4
for i in range(100):
    r = A @ w - b
    loss = 0.5 * np.mean(r ** 2) + l1 * np.sum(np.abs(w)) + 0.5 * l2 * np.sum(w ** 2)
    grad = A.T @ r / 30 + l1 * np.sign(w) + l2 * w
    w -= 0.1 * grad
    if i % 20 == 0:
        print(i, loss)
