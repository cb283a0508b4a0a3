import numpy as np

rng = np.random.default_rng(14)
V, D, T, N = 8, 4, 6, 40
docs = rng.integers(1, V, size=(N, T))
lengths = rng.integers(2, T + 1, size=N)
pad = np.arange(T) >= lengths[:, None]
docs[pad] = 0
y = ((docs == 3).any(axis=1)).astype(float)

E = rng.normal(size=(V, D)) * 0.5
q = rng.normal(size=D) * 0.5
W = rng.normal(size=D) * 0.5
m = {k: 0.0 for k in "EqW"}
v = {k: 0.0 for k in "EqW"}

for it in range(1, 101):
    x = E[docs]
    score = np.where(pad, -1e9, x @ q)
    a = np.exp(score - score.max(axis=1, keepdims=True))
    a /= a.sum(axis=1, keepdims=True)
    pooled = (a[..., None] * x).sum(axis=1)
    z = pooled @ W
    loss = np.mean(np.logaddexp(0, z) - y * z)

    grads = {}
    dz = (1 / (1 + np.exp(-z)) - y) / N
    grads["W"] = dz @ pooled
    dpooled = np.outer(dz, W)
    da = (x * dpooled[:, None]).sum(-1)
    dscore = a * (da - (a * da).sum(axis=1, keepdims=True))
    grads["q"] = np.einsum("nt,ntd->d", dscore, x)
    dx = a[..., None] * dpooled[:, None] + dscore[..., None] * q
    grads["E"] = np.zeros_like(E)
    np.add.at(grads["E"], docs, dx)

    for k, p in (("E", E), ("q", q), ("W", W)):
        m[k] = 0.9 * m[k] + 0.1 * grads[k]
        v[k] = 0.99 * v[k] + 0.01 * grads[k] ** 2
        p -= 0.05 * (m[k] / (1 - 0.9 ** it)) / (np.sqrt(v[k] / (1 - 0.99 ** it)) + 1e-8)
    if it % 25 == 0:
        print(it, loss)
