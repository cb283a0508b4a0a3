# expect: 11 constant-factor
import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3))
y = X @ np.array([1.0, -2.0, 0.5]) + 0.1 * rng.normal(size=20)

p = {'w': rng.normal(size=3), 'b': 0.1}
for it in range(4):
    r = X @ p['w'] + p['b'] - y
    loss = np.mean(r ** 2)
    g = {'w': 2 * X.T @ r / len(y), 'b': 2 * r.sum()}
    for k in p:
        p[k] -= 0.1 * g[k]
print(loss)
