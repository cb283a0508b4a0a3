# matfac
import numpy as np

np.random.seed(15)
n_users, n_items, k = 6, 7, 2
truth = np.random.rand(n_users, k) @ np.random.rand(k, n_items) * 4
mask = np.random.rand(n_users, n_items) < 0.7
R = truth * mask

U = np.random.rand(n_users, k)
V = np.random.rand(n_items, k)
lam, lr = 0.02, 0.02
for epoch in range(300):
    pred = U @ V.T
    E = mask * (pred - R)
    loss = np.sum(E ** 2) + lam * (np.sum(U ** 2) + np.sum(V ** 2))
    dU = 2 * E @ V + 2 * lam * U
    dV = 2 * E.T @ U + 2 * lam * V
    U -= lr * dU
    V -= lr * dV
    if epoch % 100 == 0:
        print("epoch %d loss %.4f" % (epoch, loss))
