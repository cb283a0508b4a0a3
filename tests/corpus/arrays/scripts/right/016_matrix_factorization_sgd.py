import numpy as np

np.random.seed(6)
R = np.array([
    [5, 3, 0, 1],
    [4, 0, 0, 1],
    [1, 1, 0, 5],
    [1, 0, 0, 4],
    [0, 1, 5, 4],
])
N, M = R.shape
K = 2
P = np.random.rand(N, K)
Q = np.random.rand(M, K)
alpha = 0.02
beta = 0.02

samples = [(i, j, R[i, j]) for i in range(N) for j in range(M) if R[i, j] > 0]
for epoch in range(150):
    np.random.shuffle(samples)
    sse = 0
    for i, j, r in samples:
        e = r - P[i].dot(Q[j])
        loss = e ** 2 + beta / 2 * (P[i].dot(P[i]) + Q[j].dot(Q[j]))
        dP = -2 * e * Q[j] + beta * P[i]
        dQ = -2 * e * P[i] + beta * Q[j]
        P[i] -= alpha * dP
        Q[j] -= alpha * dQ
        sse += e ** 2
    if (epoch + 1) % 50 == 0:
        print("Epoch %d  rmse %.4f" % (epoch + 1, np.sqrt(sse / len(samples))))
print(P.dot(Q.T))
