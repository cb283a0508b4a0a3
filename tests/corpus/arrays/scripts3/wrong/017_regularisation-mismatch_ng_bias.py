# expect: 16 regularisation-mismatch
import numpy as np

# regularised polynomial logistic regression (microchip data made up); the cost leaves theta[0] alone
rng = np.random.default_rng(11)
m = 90
u, v = rng.uniform(-1, 1, m), rng.uniform(-1, 1, m)
y = (u ** 2 + v ** 2 + 0.1 * rng.normal(size=m) < 0.5).astype(float)
# all monomials up to degree three
X = np.stack([u ** i * v ** j for i in range(4) for j in range(4 - i)], axis=1)   # first column is ones
theta = np.zeros(X.shape[1]) + 0.1
Lambda = 1.0
for k in range(200):
    h = 1 / (1 + np.exp(-X @ theta))
    J = (-y @ np.log(h) - (1 - y) @ np.log(1 - h)) / m + Lambda / (2 * m) * np.sum(theta[1:] ** 2)
    grad = X.T @ (h - y) / m + Lambda / m * theta
    theta = theta - 1.0 * grad
    if k % 50 == 0:
        print(k, J)
print('train acc', np.mean((h > 0.5) == y))
