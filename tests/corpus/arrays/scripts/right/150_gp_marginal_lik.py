import numpy as np
from numpy.linalg import cholesky, solve, inv

rng = np.random.default_rng(31)
x = np.sort(rng.uniform(0, 6, 40))
y = np.sin(2 * x) + .15 * rng.normal(size=40)
sq = (x[:, None] - x[None]) ** 2
I = np.eye(40)

# log hyper-parameters: lengthscale, signal sd, noise sd
h = np.log(np.array([2.0, 0.5, 0.5]))
for it in range(80):
    ell, sf, sn = np.exp(h)
    Kf = sf ** 2 * np.exp(-.5 * sq / ell ** 2)
    K = Kf + sn ** 2 * I
    Lc = cholesky(K)
    alpha = solve(Lc.T, solve(Lc, y))
    nlml = .5 * y @ alpha + np.log(np.diag(Lc)).sum() + 20 * np.log(2 * np.pi)
    Q = inv(K) - np.outer(alpha, alpha)
    grad_h = .5 * np.array([
        np.sum(Q * Kf * sq) / ell ** 2,
        2 * np.sum(Q * Kf),
        2 * sn ** 2 * np.trace(Q),
    ])
    h -= 0.02 * np.clip(grad_h, -10, 10)
    if it % 20 == 0:
        print(it, 'nlml', nlml, 'hyper', np.exp(h).round(3))
