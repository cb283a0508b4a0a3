import numpy as np

rng = np.random.RandomState(40)
X = rng.randn(25, 6)
y = X[:, 0] * 2 - X[:, 3] + rng.randn(25) * 0.1
w = rng.randn(6) * 0.1
l1, l2 = 0.05, 0.02

best_w, best_loss = w.copy(), float('inf')
for it in range(300):
    pred = X.dot(w)
    mse = ((pred - y) ** 2).mean()
    loss = mse + l1 * np.abs(w).sum() + l2 * (w ** 2).sum()
    if loss < best_loss:
        best_loss, best_w = loss, w.copy()
    grad = 2 * X.T.dot(pred - y) / len(y)
    grad += l1 * np.sign(w)
    grad += 2 * l2 * w
    w = w - 0.05 / np.sqrt(it + 1) * grad
print(best_loss, best_w)
