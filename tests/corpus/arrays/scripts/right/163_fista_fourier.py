"""Sparse Fourier fit: accelerated proximal gradient with backtracking."""
import numpy as np

rng = np.random.default_rng(45)
t = np.sort(rng.uniform(0, 1, 90))
y = 1.5 * np.sin(2 * np.pi * 3 * t) - .8 * np.cos(2 * np.pi * 7 * t) + .1 * rng.normal(size=90)
freq = np.arange(1, 16)
B = np.hstack([np.sin(2 * np.pi * np.outer(t, freq)), np.cos(2 * np.pi * np.outer(t, freq))])

def smooth(c):
    r = B @ c - y
    return r @ r / (2 * len(y))

def soft(v, k):
    return np.sign(v) * np.maximum(np.abs(v) - k, 0)

lam, eta = 0.03, 1.0
coef = np.zeros(30)
z, tk = coef.copy(), 1.0
for it in range(100):
    f = smooth(z)
    g = B.T @ (B @ z - y) / len(y)
    while True:
        new = soft(z - eta * g, eta * lam)
        d = new - z
        if smooth(new) <= f + g @ d + d @ d / (2 * eta):
            break
        eta /= 2
    tn = (1 + np.sqrt(1 + 4 * tk * tk)) / 2
    z = new + (tk - 1) / tn * (new - coef)
    coef, tk = new, tn
    if it % 25 == 0:
        print(it, smooth(coef) + lam * np.abs(coef).sum(), np.count_nonzero(coef))
