# inverse Ising by pseudo-likelihood: couplings symmetric, zero diagonal
import numpy as np

rng = np.random.RandomState(27)
n, M = 6, 300
Jtrue = np.triu(rng.randn(n, n) * 0.5, 1)
Jtrue = Jtrue + Jtrue.T
spins = np.sign(rng.randn(M, n))
for sweep in range(20):
    for i in range(n):
        field = spins @ Jtrue[i]
        spins[:, i] = np.where(rng.rand(M) < 1 / (1 + np.exp(-2 * field)), 1, -1)

J = np.zeros((n, n))
hfield = np.zeros(n)
for it in range(150):
    S = 0.5 * (J + J.T) * (1 - np.eye(n))
    F = spins @ S + hfield
    m = spins * F
    npl = np.log1p(np.exp(-2 * m)).sum() / M
    dF = -2 * spins / (1 + np.exp(2 * m)) / M
    gS = spins.T @ dF
    gJ = 0.5 * (gS + gS.T) * (1 - np.eye(n))
    gh = dF.sum(0)
    J -= 0.3 * gJ
    hfield -= 0.3 * gh
    if it % 50 == 0:
        print(it, npl)
print('corr with truth', np.corrcoef(J[np.triu_indices(n, 1)], Jtrue[np.triu_indices(n, 1)])[0, 1])
