# tuple
import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(30, 3)); t = (X @ np.array([1., 2., -1.]) > 0).astype(float)
w = np.zeros(3); b = 0.0
for it in range(4):
    z = X @ w + b
    loss = np.mean(np.maximum(z, 0) - z * t + np.log1p(np.exp(-np.abs(z))))
    dz = (1 / (1 + np.exp(-z)) - t) / len(t)
    dw, db = X.T @ dz, dz.sum()
    w, b = w - 0.5 * dw, b - 0.5 * db
print(loss)
