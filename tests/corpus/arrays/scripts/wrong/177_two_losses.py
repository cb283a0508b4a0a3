# expect: 14 constant-factor
import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3))
y = X @ np.array([1.0, -2.0, 0.5]) + 0.1 * rng.normal(size=20)

w = np.zeros(3); v = np.zeros(3)
for it in range(4):
    r = X @ w - y
    loss_a = np.mean(r ** 2)
    dw = 2 * X.T @ r / len(y)
    s = np.tanh(X @ v) - y
    loss_b = np.mean(s ** 2)
    dv = 2 * X.T @ (s * (1 - np.tanh(X @ v) ** 2))
    w -= 0.1 * dw
    v -= 0.1 * dv
print(loss_a, loss_b)
