import numpy as np

def pinball(u, tau):
    return np.mean(np.maximum(tau * u, (tau - 1) * u))

rng = np.random.default_rng(31)
n = 300
x = rng.uniform(0, 4, n)
y = 1 + 0.5 * x + (0.3 + 0.3 * x) * rng.normal(size=n)
Phi = np.vander(x / 4, 3, increasing=True)

coefs = {}
for tau in (0.1, 0.5, 0.9):
    beta = np.zeros(3)
    for t in range(1, 401):
        u = y - Phi @ beta
        loss = pinball(u, tau)
        g = Phi.T @ np.where(u > 0, -tau, 1 - tau) / n
        beta = beta - (1.0 / np.sqrt(t)) * g
    coefs[tau] = beta
    cover = np.mean(y < Phi @ beta)
    print('tau', tau, 'loss %.4f' % loss, 'coverage %.3f' % cover)
