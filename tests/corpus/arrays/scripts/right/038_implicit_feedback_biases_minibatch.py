import numpy as np

np.random.seed(29)
n_users, n_items, dim = 8, 10, 3
users = np.random.randint(0, n_users, 40)
items = np.random.randint(0, n_items, 40)
clicked = np.random.randint(0, 2, 40)

U = np.random.randn(n_users, dim) * 0.3
V = np.random.randn(n_items, dim) * 0.3
bu, bi, mu = np.zeros(n_users), np.zeros(n_items), 0.0
lr = 0.5
for epoch in range(10):
    epoch_loss = []
    order = np.random.permutation(len(users))
    for batch in np.array_split(order, 4):
        u, i, r = users[batch], items[batch], clicked[batch]
        logit = np.sum(U[u] * V[i], axis=1) + bu[u] + bi[i] + mu
        # numerically stable BCE
        loss = np.mean(np.maximum(logit, 0) - logit * r + np.log(1 + np.exp(-np.abs(logit))))
        epoch_loss.append(loss)
        dlogit = (1 / (1 + np.exp(-logit)) - r) / len(batch)
        dU, dV = np.zeros(U.shape), np.zeros(V.shape)
        np.add.at(dU, u, dlogit[:, np.newaxis] * V[i])
        np.add.at(dV, i, dlogit[:, np.newaxis] * U[u])
        dbu = np.bincount(u, weights=dlogit, minlength=n_users)
        dbi = np.bincount(i, weights=dlogit, minlength=n_items)
        dmu = dlogit.sum()
        U -= lr * dU
        V -= lr * dV
        bu -= lr * dbu
        bi -= lr * dbi
        mu -= lr * dmu
    print(epoch, np.mean(epoch_loss))
