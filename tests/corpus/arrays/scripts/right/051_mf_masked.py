import numpy as np

np.random.seed(0)
n_users, n_items, k = 20, 15, 3
R = np.random.randn(n_users, k) @ np.random.randn(k, n_items)
M = np.random.rand(n_users, n_items) < 0.6     # observed entries
reg = 0.05
U = 0.3 * np.random.randn(n_users, k)
V = 0.3 * np.random.randn(n_items, k)
bu = np.zeros((n_users, 1))
bi = np.zeros((1, n_items))

lr = 0.02
for it in range(400):
    pred = U @ V.T + bu + bi
    E = M * (pred - R)
    loss = np.sum(E ** 2) + reg * (np.sum(U ** 2) + np.sum(V ** 2))
    gU = 2 * E @ V + 2 * reg * U
    gV = 2 * E.T @ U + 2 * reg * V
    gbu = 2 * E.sum(axis=1, keepdims=True)
    gbi = 2 * E.sum(axis=0, keepdims=True)
    U -= lr * gU
    V -= lr * gV
    bu -= lr * gbu
    bi -= lr * gbi
    if it % 80 == 0:
        rmse = np.sqrt(np.sum(E ** 2) / M.sum())
        test_rmse = np.sqrt(np.mean((pred - R)[~M] ** 2))
        print(it, loss, rmse, test_rmse)
