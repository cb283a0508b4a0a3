import numpy as np

rng = np.random.default_rng(16)
X = rng.normal(size=(20, 4)) @ rng.normal(size=(4, 4))
n, d = X.shape
k = 2
We = rng.normal(size=(d, k)) * 0.3
Wl = rng.normal(size=(d, k)) * 0.1
Wd = rng.normal(size=(k, d)) * 0.3
bd = np.zeros(d)
lr = 0.01
for it in range(200):
    noise = rng.normal(size=(n, k))
    mu = X @ We
    logvar = X @ Wl
    std = np.exp(0.5 * logvar)
    z = mu + std * noise
    xr = z @ Wd + bd
    recon = 0.5 * np.sum((xr - X) ** 2) / n
    kl = -0.5 * np.sum(1 + logvar - mu ** 2 - np.exp(logvar)) / n
    loss = recon + kl

    dxr = (xr - X) / n
    dWd = z.T @ dxr
    dbd = dxr.sum(axis=0)
    dz = dxr @ Wd.T
    dmu = dz + mu / n
    dlogvar = dz * noise * std * 0.5 + 0.5 * (np.exp(logvar) - 1) / n
    dWe = X.T @ dmu
    dWl = X.T @ dlogvar

    We -= lr * dWe
    Wl -= lr * dWl
    Wd -= lr * dWd
    bd -= lr * dbd
    if it % 50 == 0:
        print(it, 'recon', recon, 'kl', kl)
