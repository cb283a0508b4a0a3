import numpy as np

np.random.seed(1)
U, I, K = 6, 5, 2
P = 0.3 * np.random.randn(U, K)
Q = 0.3 * np.random.randn(I, K)
bu = np.zeros(U)
ratings = [(0, 1, 4.), (0, 3, 1.), (1, 1, 5.), (2, 4, 2.), (3, 0, 3.), (5, 2, 4.), (4, 3, 1.), (5, 1, 5.)]
m = np.mean([r for _, _, r in ratings])
for epoch in range(80):
    gP, gQ, gb = np.zeros((U, K)), np.zeros((I, K)), np.zeros(U)
    cost = 0.0
    for u, i, r in ratings:
        e = m + bu[u] + P[u] @ Q[i] - r
        cost += e * e
        gP[u] += 2 * e * Q[i]
        gQ[i] += 2 * e * P[u]
        gb[u] += 2 * e
    P -= 0.03 * gP
    Q -= 0.03 * gQ
    bu -= 0.03 * gb
print("final cost %.4f" % cost)
