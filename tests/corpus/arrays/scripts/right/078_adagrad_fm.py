import numpy as np

# Factorization machine with adagrad, ctr-like data
rng = np.random.default_rng(21)
N, d, k = 400, 20, 4
X = (rng.random((N, d)) < 0.25).astype(float)
logit_true = X @ rng.normal(size=d) + 1.5 * X[:, 0] * X[:, 1] - 2 * X[:, 2] * X[:, 3]
click = (rng.random(N) < 1 / (1 + np.exp(-logit_true))).astype(float)

w0 = np.zeros(1)
w = np.zeros(d)
V = 0.1 * rng.normal(size=(d, k))
acc = [1e-8 * np.ones_like(q) for q in (w0, w, V)]
l2 = 1e-3
for epoch in range(100):
    XV = X @ V
    inter = 0.5 * (XV ** 2 - (X ** 2) @ (V ** 2)).sum(axis=1)
    s = w0 + X @ w + inter
    logloss = np.mean(np.logaddexp(0, s) - click * s)
    total = logloss + l2 * (w @ w + np.sum(V * V))

    ds = (1 / (1 + np.exp(-s)) - click) / N
    grads = (np.array([ds.sum()]),
             X.T @ ds + 2 * l2 * w,
             X.T @ (ds[:, None] * XV) - ((X ** 2).T @ ds)[:, None] * V + 2 * l2 * V)
    for q, g, G in zip((w0, w, V), grads, acc):
        G += g ** 2
        q -= 0.1 * g / np.sqrt(G)
    if epoch % 20 == 0:
        print(f'epoch {epoch} logloss {logloss:.4f} objective {total:.4f} acc {np.mean((s > 0) == click):.3f}')
