# expect: 22 duplicate-index-lost
# expect: 24 sign
# BPR-style ranking: user u prefers item i to item j, loss = mean softplus(-(u.i - u.j)) + decay
import numpy as np

rng = np.random.RandomState(58)
n_u, n_i, k, B = 8, 10, 3, 30
pref = rng.randn(n_u, 2) @ rng.randn(2, n_i)
U, V = 0.3 * rng.randn(n_u, k), 0.3 * rng.randn(n_i, k)
decay = 0.01
for it in range(100):
    us = rng.randint(n_u, size=B)
    pairs = np.array([rng.choice(n_i, 2, replace=False) for _ in range(B)])
    swap = pref[us, pairs[:, 0]] < pref[us, pairs[:, 1]]
    pairs[swap] = pairs[swap][:, ::-1]
    i, j = pairs[:, 0], pairs[:, 1]
    m = (U[us] * (V[i] - V[j])).sum(axis=1)
    loss = np.mean(np.logaddexp(0, -m)) + 0.5 * decay * (np.sum(U ** 2) + np.sum(V ** 2))
    gm = -1 / (1 + np.exp(m)) / B
    gU = decay * U
    gV = decay * V
    gU[us] += gm[:, None] * (V[i] - V[j])
    np.add.at(gV, i, gm[:, None] * U[us])
    np.add.at(gV, j, gm[:, None] * U[us])
    U -= 1.0 * gU
    V -= 1.0 * gV
    if it % 25 == 0:
        print(it, loss, 'order right in', (m > 0).mean())
