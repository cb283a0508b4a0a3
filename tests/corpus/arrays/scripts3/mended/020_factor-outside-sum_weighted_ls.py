# expect: 21 factor-outside-sum
"""Weighted fit of a decaying oscillation A exp(-t/tau) cos(w t); errors differ from point to point."""
import numpy as np

rng = np.random.default_rng(45)
t = np.linspace(0, 6, 60)
sigma = np.where(t < 3, 0.05, 0.3)
obs = 2.0 * np.exp(-t / 2.5) * np.cos(3.1 * t) + sigma * rng.normal(size=60)
p = np.array([1.6, 2.0, 3.0])
for i in range(80):
    A, tau, om = p
    env = np.exp(-t / tau)
    model = A * env * np.cos(om * t)
    r = model - obs
    wgt = 1 / sigma ** 2
    chi2 = 0.5 * np.sum(wgt * r ** 2)
    dA = env * np.cos(om * t)
    dtau = A * env * np.cos(om * t) * t / tau ** 2
    dom = -A * env * t * np.sin(om * t)
    J = np.stack([dA, dtau, dom])
    grad = J @ (wgt * r)
    p = p - 2e-5 * grad
    if i % 20 == 0:
        print(i, chi2, p)
