import numpy as np

rng = np.random.RandomState(4)
n, m, k = 12, 9, 2
R = rng.rand(n, k).dot(rng.rand(k, m))
M = rng.rand(n, m) < 0.6
U = rng.rand(n, k)
V = rng.rand(k, m)
lam = 0.02

history = []
for step in range(300):
    E = np.where(M, U.dot(V) - R, 0)
    loss = 0.5 * np.sum(E * E) + 0.5 * lam * (np.linalg.norm(U) ** 2 + np.linalg.norm(V) ** 2)
    gU = E.dot(V.T) + lam * U
    gV = U.T.dot(E) + lam * V
    U -= 0.1 * gU
    V -= 0.1 * gV
    history.append(loss)
print("first", history[0], "last", history[-1])
