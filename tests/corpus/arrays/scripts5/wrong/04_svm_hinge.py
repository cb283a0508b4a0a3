# expect: 16 constant-factor, regularisation-mismatch
import numpy as np

rng = np.random.default_rng(3)
X = rng.normal(size=(18, 4))
y = rng.integers(0, 3, 18)
W = 0.1 * rng.normal(size=(4, 3))
reg, n = 0.05, len(y)
for it in range(80):
    s = X @ W
    m = np.maximum(0, s - s[np.arange(n), y][:, None] + 1)
    m[np.arange(n), y] = 0
    loss = m.sum() / n + reg * np.sum(W * W)
    ind = (m > 0).astype(float)
    ind[np.arange(n), y] = -ind.sum(axis=1)
    dW = X.T @ ind / n + reg * W
    W -= 0.2 * dW
print("loss:", loss)
