# expect: 21 constant-factor, missing-local-derivative
import numpy as np

np.random.seed(30)
X = np.random.randn(18, 5)
Wm, Ws, Wd = np.random.randn(5, 2) * .3, np.random.randn(5, 2) * .2, np.random.randn(2, 5) * .3
lr = 0.02
for epoch in range(100):
    eps = np.random.randn(18, 2)
    mu = X @ Wm
    logvar = X @ Ws
    z = mu + np.exp(logvar / 2) * eps
    xhat = z @ Wd
    recon = np.sum((xhat - X) ** 2) / len(X)
    kl = -0.5 * np.sum(1 + logvar - mu ** 2 - np.exp(logvar)) / len(X)
    loss = recon + kl
    dxhat = 2 * (xhat - X) / len(X)
    dWd = z.T @ dxhat
    dz = dxhat @ Wd.T
    dmu = dz + mu / len(X)
    dlogvar = dz * eps * np.exp(logvar / 2) + 0.5 * (np.exp(logvar) - 1) / len(X)
    dWm = X.T @ dmu
    dWs = X.T @ dlogvar
    Wm -= lr * dWm
    Ws -= lr * dWs
    Wd -= lr * dWd
    if epoch % 25 == 0:
        print("%d recon %.3f kl %.3f" % (epoch, recon, kl))
