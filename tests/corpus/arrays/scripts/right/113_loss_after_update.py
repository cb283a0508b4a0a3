import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3))
y = X @ np.array([1.0, -2.0, 0.5]) + 0.1 * rng.normal(size=20)

w = rng.normal(size=3)
def mse(w): return np.mean((X @ w - y) ** 2)
for it in range(4):
    r = X @ w - y
    dw = 2 * X.T @ r / len(y)
    w = w - 0.1 * dw
    loss = mse(w)
    print(loss)
