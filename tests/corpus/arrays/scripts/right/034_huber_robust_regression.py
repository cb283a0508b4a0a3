import numpy as np

rng = np.random.default_rng(55)
n = 30
A = rng.normal(size=(n, 3))
b = A @ np.array([1., -2., .5]) + 0.1 * rng.normal(size=n)
b[::7] += 8     # outliers
delta = 1.0
x = np.zeros(3)

for k in range(200):
    r = A @ x - b
    small = np.abs(r) <= delta
    f = np.sum(np.where(small, 0.5 * r ** 2, delta * (np.abs(r) - 0.5 * delta)))
    dr = np.where(small, r, delta * np.sign(r))
    grad = A.T @ dr
    if np.linalg.norm(grad) < 1e-6:
        break
    x = x - 0.01 * grad
print(k, f, x)
