# expect: 18 sign
import numpy as np

# Bayesian personalised ranking: every user prefers item i (bought) to item j (not bought)
rng = np.random.default_rng(14)
triples = np.array([[u, i, j] for u in range(4) for i in (u, u + 1) for j in range(6) if j not in (u, u + 1)])
users = 0.3 * rng.normal(size=(4, 3))
items = 0.3 * rng.normal(size=(6, 3))
u, i, j = triples.T
for epoch in range(80):
    pu, qi, qj = users[u], items[i], items[j]
    x = np.einsum("nd,nd->n", pu, qi - qj)
    loss = np.log1p(np.exp(-x)).sum()
    g = (-1 / (1 + np.exp(x)))[:, None]
    du, di = np.zeros_like(users), np.zeros_like(items)
    np.add.at(du, u, g * (qi - qj))
    np.add.at(di, i, g * pu)
    np.add.at(di, j, g * pu)
    users -= 0.05 * du
    items -= 0.05 * di
    if epoch % 20 == 0:
        print(epoch, loss)
