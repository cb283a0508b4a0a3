# Funk-style matrix factorisation on a tiny rating table, one rating at a time
import numpy as np

np.random.seed(8)
n_users, n_items, k = 15, 12, 3
true = np.random.randn(n_users, 2) @ np.random.randn(2, n_items)
ratings = [(u, i, 3 + true[u, i] + 0.1 * np.random.randn())
           for u in range(n_users) for i in range(n_items) if np.random.rand() < 0.5]
mu = np.mean([r for _, _, r in ratings])
P = 0.1 * np.random.randn(n_users, k)
Q = 0.1 * np.random.randn(n_items, k)
bu = np.zeros(n_users)
bi = np.zeros(n_items)
eta, lam = 0.03, 0.02

for epoch in range(25):
    np.random.shuffle(ratings)
    for u, i, r in ratings:
        e = mu + bu[u] + bi[i] + P[u] @ Q[i] - r
        # gradient of 0.5*e^2 + 0.5*lam*(|p|^2 + |q|^2 + bu^2 + bi^2)
        g_p = e * Q[i] + lam * P[u]
        g_q = e * P[u] + lam * Q[i]
        g_bu = e + lam * bu[u]
        g_bi = e + lam * bi[i]
        P[u] -= eta * g_p
        Q[i] -= eta * g_q
        bu[u] -= eta * g_bu
        bi[i] -= eta * g_bi
    if epoch % 8 == 0:
        sq = [(mu + bu[u] + bi[i] + P[u] @ Q[i] - r) ** 2 for u, i, r in ratings]
        print('epoch', epoch, 'rmse', np.sqrt(np.mean(sq)))
