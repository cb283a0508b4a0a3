# expect: 15 wrong-index
import numpy as np

x = np.array([0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0])
rng = np.random.RandomState(105)
y = 1.2 * x ** 2 - 0.7 * x + 2.1 + rng.randn(7) * 0.05
coef = np.array([1.0, 2.0, 1.0])
lr = 0.004
for step in range(300):
    pred = coef[0] * x ** 2 + coef[1] * x + coef[2]
    diff = pred - y
    cost = np.mean(diff ** 2)
    grad = np.zeros_like(coef)
    grad[0] = 2 * np.mean(diff * x ** 2)
    grad[0] = 2 * np.mean(diff * x)
    grad[2] = 2 * np.mean(diff)
    coef = coef - lr * grad
    if step % 100 == 0:
        print(step, cost, coef)
