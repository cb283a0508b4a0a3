import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3))
y = X @ np.array([1.0, -2.0, 0.5]) + 0.1 * rng.normal(size=20)

Xv, yv = X[:6], y[:6]
X, y = X[6:], y[6:]
w = np.zeros(3); best = np.inf
for it in range(6):
    pred = X @ w
    train_loss = np.mean((pred - y) ** 2)
    dw = 2 / len(y) * X.T @ (pred - y)
    w = w - 0.1 * dw
    val_loss = np.mean((Xv @ w - yv) ** 2)
    if val_loss > best:
        break
    best = val_loss
print(best)
