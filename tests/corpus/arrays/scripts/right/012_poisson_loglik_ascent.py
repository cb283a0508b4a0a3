import numpy as np

rng = np.random.default_rng(8)
n = 30
X = np.column_stack([np.ones(n), rng.normal(size=n), rng.normal(size=n)])
beta_true = np.array([0.4, 0.8, -0.5])
counts = rng.poisson(np.exp(X @ beta_true))

beta = np.zeros(3)
lr = 0.005
prev = -np.inf
for it in range(1000):
    eta = X @ beta
    mu = np.exp(eta)
    # log-likelihood up to the constant sum(log(y!))
    loglik = np.sum(counts * eta - mu)
    dbeta = X.T @ (counts - mu)
    beta += lr * dbeta
    if abs(loglik - prev) < 1e-9:
        print("converged after", it)
        break
    prev = loglik
print("beta:", beta, "true:", beta_true)
