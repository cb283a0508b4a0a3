# Hyperparameters of a GP by gradient descent on the negative log marginal likelihood
import numpy as np

rng = np.random.default_rng(31)
x = np.sort(rng.uniform(-4, 4, 25))
y = np.sin(1.5 * x) + 0.2 * rng.standard_normal(25)
n = x.size
sq = (x[:, None] - x[None, :]) ** 2

logp = np.log(np.array([0.5, 1.0, 0.5]))  # lengthscale, signal sd, noise sd
best = np.inf
for it in range(120):
    ell, sf, sn = np.exp(logp)
    Kf = sf ** 2 * np.exp(-0.5 * sq / ell ** 2)
    K = Kf + (sn ** 2 + 1e-8) * np.eye(n)
    L = np.linalg.cholesky(K)
    alpha = np.linalg.solve(L.T, np.linalg.solve(L, y))
    nlml = 0.5 * y @ alpha + np.log(np.diag(L)).sum() + 0.5 * n * np.log(2 * np.pi)

    Kinv = np.linalg.inv(K)
    inner = Kinv - np.outer(alpha, alpha)
    dK_dlogell = Kf * sq / ell ** 2
    dK_dlogsf = 2 * Kf
    dK_dlogsn = 2 * sn ** 2 * np.eye(n)
    grad = np.array([0.5 * np.sum(inner * dK) for dK in (dK_dlogell, dK_dlogsf, dK_dlogsn)])
    logp = logp - 0.02 * grad
    if nlml > best + 5:
        break
    best = min(best, nlml)
    if it % 30 == 0:
        print(it, nlml, np.exp(logp))
