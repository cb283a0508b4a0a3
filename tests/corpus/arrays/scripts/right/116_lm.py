import numpy as np
t = np.linspace(0, 1, 12); y = 2 * np.exp(-1.3 * t)
p = np.array([1.0, 1.0]); lam = 0.01
for k in range(4):
    f = p[0] * np.exp(-p[1] * t)
    r = f - y
    cost = 0.5 * np.sum(r ** 2)
    J = np.stack([np.exp(-p[1] * t), -p[0] * t * np.exp(-p[1] * t)], axis=1)
    g = J.T @ r
    dp = -np.linalg.solve(J.T @ J + lam * np.eye(2), g)
    p = p + dp
print(p, cost)
