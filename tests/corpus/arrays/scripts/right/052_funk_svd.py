import numpy as np
# Simon Funk style SVD, one rating at a time
rng = np.random.RandomState(11)
ratings = [(rng.randint(12), rng.randint(9), rng.randint(1, 6)) for _ in range(150)]
F = 4
P = rng.normal(scale=.1, size=(12, F))
Q = rng.normal(scale=.1, size=(9, F))
bu, bi = np.zeros(12), np.zeros(9)
mu = np.mean([r for _, _, r in ratings])
gamma, lmbda = 0.02, 0.02

for epoch in range(30):
    sse = 0
    rng.shuffle(ratings)
    for u, i, r in ratings:
        u, i = int(u), int(i)
        e = r - (mu + bu[u] + bi[i] + P[u].dot(Q[i]))
        sse += e ** 2
        bu[u] += gamma * (e - lmbda * bu[u])
        bi[i] += gamma * (e - lmbda * bi[i])
        P[u], Q[i] = (P[u] + gamma * (e * Q[i] - lmbda * P[u]),
                      Q[i] + gamma * (e * P[u] - lmbda * Q[i]))
    if epoch % 5 == 0:
        print('epoch', epoch, 'rmse', np.sqrt(sse / len(ratings)))
