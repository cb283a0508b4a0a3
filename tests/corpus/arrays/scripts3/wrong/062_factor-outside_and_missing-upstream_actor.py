# expect: 24 factor-outside-sum
# expect: 28 missing-upstream
"""One-step actor-critic: actor minimises -mean(adv * log pi), critic minimises 0.5 * mean((ret - v)^2)."""
import numpy as np

rng = np.random.default_rng(62)
d, n = 3, 60
P = np.zeros((d, 2))
C1 = rng.normal(size=(d, 6)) * 0.5
C2 = np.zeros(6) + 0.1
for it in range(120):
    s = rng.normal(size=(n, d))
    lo = s @ P
    pi = np.exp(lo - lo.max(1, keepdims=True))
    pi /= pi.sum(1, keepdims=True)
    act = (rng.random(n) < pi[:, 1]).astype(int)
    ret = np.where(act == (s[:, 0] > 0), 1.0, -1.0) + 0.5 * s[:, 1] + 0.1 * rng.normal(size=n)
    h = np.tanh(s @ C1)
    v = h @ C2
    adv = ret - v
    # actor
    score = pi.copy()
    score[np.arange(n), act] -= 1
    gP = adv.mean() * (s.T @ score) / n
    # critic
    dv = (v - ret) / n
    gC2 = h.T @ dv
    dpre = C2 * (1 - h ** 2)
    gC1 = s.T @ dpre
    C1 -= 0.2 * gC1
    C2 -= 0.2 * gC2
    P -= 1.0 * gP
    if it % 40 == 0:
        print(it, 'return', ret.mean(), 'critic', 0.5 * np.mean(adv ** 2))
