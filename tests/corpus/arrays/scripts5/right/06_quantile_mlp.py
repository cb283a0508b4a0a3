import numpy as np


def softplus(v):
    return np.logaddexp(0, v)


rng = np.random.RandomState(4)
x = rng.uniform(-2, 2, (32, 1))
y = np.sin(x) + 0.3 * rng.randn(32, 1)
tau = np.array([0.1, 0.5, 0.9])
p = {"W": rng.randn(1, 6), "b": np.zeros(6), "V": rng.randn(6, 3) * .4, "c": np.zeros(3)}
g = {}
for it in range(100):
    z = x @ p["W"] + p["b"]
    h = softplus(z)
    q = h @ p["V"] + p["c"]
    e = y - q
    loss = np.maximum(tau * e, (tau - 1) * e).sum(axis=1).mean()
    dq = np.where(e > 0, -tau, 1 - tau) / len(x)
    g["V"] = h.T @ dq
    g["c"] = dq.sum(axis=0)
    dz = dq @ p["V"].T
    dz *= 1 / (1 + np.exp(-z))
    g["W"] = x.T @ dz
    g["b"] = dz.sum(axis=0)
    for k in p:
        p[k] -= 0.1 * g[k]
print(f"pinball {loss:.4f}")
