# linreg minibatch
import numpy as np

rng = np.random.default_rng(5)
X = rng.uniform(-1, 1, size=(40, 3))
y = X @ np.array([2.0, -1.0, 0.5]) + 1.0 + rng.normal(0, 0.05, 40)

w = np.zeros(3)
b = 0.0
lam = 0.1
lr = 0.1
for epoch in range(15):
    idx = rng.permutation(40)
    losses = []
    for s in range(0, 40, 10):
        xb = X[idx[s:s+10]]
        yb = y[idx[s:s+10]]
        e = yb - (xb @ w + b)
        loss = np.mean(e ** 2)
        dw = -2 * xb.T @ e / len(xb)
        db = -2 * np.mean(e)
        w -= lr * dw
        b -= lr * db
        losses.append(loss)
    print(epoch, np.mean(losses))
