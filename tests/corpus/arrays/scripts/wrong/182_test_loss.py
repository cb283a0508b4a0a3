# expect: 14 constant-factor
import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3))
y = X @ np.array([1.0, -2.0, 0.5]) + 0.1 * rng.normal(size=20)

Xt, yt = X[:5], y[:5]
X, y = X[5:], y[5:]
w = np.zeros(3)
for it in range(4):
    r = X @ w - y
    loss = np.mean(r ** 2)
    test_loss = np.mean((Xt @ w - yt) ** 2)
    dw = 2 * X.T @ r
    w -= 0.1 * dw
print(loss, test_loss)
