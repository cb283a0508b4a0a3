# expect: 26 window-arithmetic, wrong-index
"""Detect a chirp in a noisy signal: strided 1-d filter, mean of squares, logistic unit."""
import numpy as np

rng = np.random.RandomState(36)
n, L, K, st = 40, 30, 5, 2
sig = rng.randn(n, L) * 0.8
lab = rng.randint(0, 2, n)
pattern = np.array([1., -1., 2., -1., 1.])
for q in np.flatnonzero(lab):
    at = rng.randint(0, L - K)
    sig[q, at:at + K] += 1.5 * pattern
n_out = (L - K) // st + 1
k = rng.randn(K) * 0.3
c, w = 0.0, 0.5
for it in range(80):
    r = np.stack([sig[:, j * st:j * st + K] @ k for j in range(n_out)], axis=1)
    e = (r ** 2).mean(axis=1)
    p = 1 / (1 + np.exp(-(w * e + c)))
    loss = -np.mean(lab * np.log(p + 1e-12) + (1 - lab) * np.log(1 - p + 1e-12))
    du = (p - lab) / n
    dw, dc = (du * e).sum(), du.sum()
    dr = 2 * r * (du * w)[:, None] / n_out
    dk = np.zeros(K)
    for j in range(n_out):
        dk += dr[:, j] @ sig[:, j * st:j * st + K]
    k -= 0.5 * dk
    w -= 0.2 * dw
    c -= 0.2 * dc
    if it % 20 == 0:
        print(it, loss)
