import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(30, 3)); t = (X @ np.array([1., 2., -1.]) > 0).astype(float)
w = np.zeros(3)
for it in range(4):
    p = 1 / (1 + np.exp(-X @ w))
    loss = -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))
    error = np.mean((p > 0.5) != t)
    dw = X.T @ (p - t) / len(t)
    w -= 0.1 * dw
print(loss, error)
