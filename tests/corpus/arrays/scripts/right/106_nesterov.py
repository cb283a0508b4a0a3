import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3))
y = X @ np.array([1.0, -2.0, 0.5]) + 0.1 * rng.normal(size=20)

w = np.zeros(3); v = np.zeros(3); mu = 0.9
for it in range(4):
    w_ahead = w + mu * v
    r = X @ w_ahead - y
    loss = np.mean(r ** 2)
    dw_ahead = 2 * X.T @ r / len(y)
    v = mu * v - 0.05 * dw_ahead
    w = w + v
print(loss)
