import numpy as np
rng = np.random.default_rng(1)
R = rng.integers(1, 6, size=(5, 4)).astype(float)
P = rng.normal(size=(5, 2)); Q = rng.normal(size=(4, 2))
for it in range(2):
    for u in range(5):
        for i in range(4):
            err = R[u, i] - P[u] @ Q[i]
            dp = -2 * err * Q[i] + 0.02 * P[u]
            dq = -2 * err * P[u] + 0.02 * Q[i]
            P[u] -= 0.01 * dp
            Q[i] -= 0.01 * dq
print(P)
