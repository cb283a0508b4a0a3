import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3))
y = X @ np.array([1.0, -2.0, 0.5]) + 0.1 * rng.normal(size=20)

def mse(X, y, w, b):
    return np.mean((X @ w + b - y) ** 2)
w, b = np.zeros(3), 0.0
hist = []
for it in range(5):
    r = X @ w + b - y
    dw = 2 * X.T @ r / len(y)
    db = 2 * r.mean()
    w, b = w - 0.1 * dw, b - 0.1 * db
    hist.append(mse(X, y, w, b))
print(hist)
