"""Denoising score matching, small softplus net for the score."""
import numpy as np

rng = np.random.default_rng(34)
softplus = lambda a: np.logaddexp(0, a)
logistic = lambda a: 1 / (1 + np.exp(-a))

clean = np.where(rng.random((500, 1)) < .5, -1.5, 1.5) + .3 * rng.normal(size=(500, 1))
sigma = 0.5
W, b = rng.normal(size=(1, 20)), rng.normal(size=20)
A, c = rng.normal(size=(20, 1)) * .1, np.zeros(1)

def dsm(W, b, A, c, x, noise):
    pre = (x + sigma * noise) @ W + b
    h = softplus(pre)
    s = h @ A + c
    e = sigma * s + noise
    val = .5 * np.mean(np.sum(e ** 2, 1))
    ds = sigma * e / len(x)
    dpre = ds @ A.T * logistic(pre)
    return val, ((x + sigma * noise).T @ dpre, dpre.sum(0), h.T @ ds, ds.sum(0))

params = [W, b, A, c]
for it in range(400):
    pick = rng.choice(500, 100)
    noise = rng.normal(size=(100, 1))
    value, grad = dsm(*params, clean[pick], noise)
    params = [p - 0.05 * g for p, g in zip(params, grad)]
    if it % 100 == 0:
        print(it, value)
grid = np.linspace(-3, 3, 7)[:, None]
print((softplus(grid @ params[0] + params[1]) @ params[2] + params[3]).ravel())
