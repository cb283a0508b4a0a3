import numpy as np

rng = np.random.default_rng(26)
centers = np.zeros((5, 8))
centers[:, :3] = rng.normal(size=(5, 3)) * 2
y = np.repeat(np.arange(5), 20)
X = centers[y] + rng.normal(size=(100, 8)) * [.3, .3, .3, 1, 2, 2, 2, 2]
M = rng.normal(size=(8, 3)) * .2
margin = 1.0
by_class = [np.flatnonzero(y == k) for k in range(5)]

def sample(n):
    a = rng.integers(0, 100, n)
    p = np.array([rng.choice(by_class[y[i]]) for i in a])
    q = np.array([rng.choice(np.flatnonzero(y != y[i])) for i in a])
    return X[a] - X[p], X[a] - X[q]

for it in range(150):
    dp, dn = sample(40)
    ep, en = dp @ M, dn @ M
    hinge = margin + (ep ** 2).sum(1) - (en ** 2).sum(1)
    active = (hinge > 0)[:, None]
    loss = np.maximum(hinge, 0).mean()
    dM = 2 * (dp.T @ (ep * active) - dn.T @ (en * active)) / len(hinge)
    M -= 0.01 * dM
    if it % 30 == 0:
        print(it, loss, active.mean())
