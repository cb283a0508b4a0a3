# expect: 16 regularisation-mismatch, sign
import numpy as np

rng = np.random.default_rng(18)
n = 25
X = np.c_[np.ones(n), rng.normal(size=(n, 2))]
k = rng.poisson(np.exp(X @ np.array([0.5, 0.6, -0.4])))

beta = np.array([0.1, 0.0, 0.0])
alpha = 0.5     # prior precision
lr = 0.01
for it in range(300):
    eta = X @ beta
    rate = np.exp(eta)
    logpost = np.sum(k * eta - rate) - 0.5 * alpha * np.sum(beta ** 2)
    dbeta = X.T @ (k - rate) + alpha * beta
    beta += lr * dbeta
    if it % 100 == 0:
        print(it, logpost)
