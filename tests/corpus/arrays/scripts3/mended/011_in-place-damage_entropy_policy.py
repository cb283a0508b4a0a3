# expect: 16/17/18 in-place-damage
# policy gradient with an entropy bonus (weight 0.05) on a 3-armed contextual problem
import numpy as np

rng = np.random.RandomState(15)
th = np.zeros((3, 3))
base = 0.0
M = 50
for it in range(150):
    f = rng.randn(M, 3)
    lo = f @ th
    pi = np.exp(lo - lo.max(1, keepdims=True))
    pi = pi / pi.sum(1, keepdims=True)
    a = np.array([rng.choice(3, p=row) for row in pi])
    r = f[np.arange(M), a] + 0.2 * rng.randn(M)
    d = pi.copy()
    d[np.arange(M), a] -= 1
    d *= ((r - base) / M)[:, None]
    logpi = lo - lo.max(1, keepdims=True)
    logpi = logpi - np.log(np.exp(logpi).sum(1, keepdims=True))
    d = d + 0.05 / M * pi * (logpi - (pi * logpi).sum(1, keepdims=True))
    g = f.T @ d
    th -= 0.5 * g
    base = 0.95 * base + 0.05 * r.mean()
    if it % 50 == 0:
        print(it, 'reward', r.mean())
