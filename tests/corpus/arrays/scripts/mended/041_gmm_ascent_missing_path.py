# gmm ascent
import numpy as np

rng = np.random.RandomState(0)
x = np.r_[rng.normal(-1.5, 0.5, 14), rng.normal(2.0, 0.8, 16)]
mu = np.array([-0.5, 0.8])
s = np.array([1.2, 0.9])
logit = np.array([0.2, -0.3])
lr = 0.01
for it in range(200):
    pi = np.exp(logit) / np.sum(np.exp(logit))
    u = (x[:, None] - mu) / s
    comp = pi / (np.sqrt(2 * np.pi) * s) * np.exp(-u ** 2 / 2)
    px = comp.sum(axis=1)
    loglik = np.sum(np.log(px))
    gamma = comp / px[:, None]
    dmu = np.sum(gamma * u / s, axis=0)
    ds = np.sum(gamma * (u ** 2 - 1) / s, axis=0)
    dlogit = np.sum(gamma - pi, axis=0)
    mu += lr * dmu
    s += lr * ds
    logit += lr * dlogit
    if it % 50 == 0:
        print(it, loglik)
