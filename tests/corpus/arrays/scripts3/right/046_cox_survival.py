# Cox partial likelihood (no ties), gradient ascent written as descent on the negative
import numpy as np
rng = np.random.default_rng(64)
n = 60
Z = rng.normal(size=(n, 3))
hazard = np.exp(Z @ np.array([0.8, -0.5, 0.0]))
time = rng.exponential(1 / hazard)
cens = rng.exponential(2.0, n)
event = time <= cens
obs = np.minimum(time, cens)
order = np.argsort(-obs)          # longest first, so risk sets are prefixes
Z, event = Z[order], event[order]
beta = np.zeros(3)
for it in range(150):
    eta = Z @ beta
    w = np.exp(eta)
    risk = np.cumsum(w)
    zbar = np.cumsum(w[:, None] * Z, axis=0) / risk[:, None]
    nll = -np.sum((eta - np.log(risk))[event]) / n
    grad = -np.sum((Z - zbar)[event], axis=0) / n
    beta -= 0.5 * grad
    if it % 50 == 0:
        print(it, nll)
print('beta', beta)
