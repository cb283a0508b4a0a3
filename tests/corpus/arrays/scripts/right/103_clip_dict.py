import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3))
y = X @ np.array([1.0, -2.0, 0.5]) + 0.1 * rng.normal(size=20)

params = {'w': np.zeros(3), 'b': 0.0}
for it in range(4):
    r = X @ params['w'] + params['b'] - y
    loss = np.mean(r ** 2)
    grads = {'w': 2 * X.T @ r / len(y), 'b': 2 * np.mean(r)}
    norm = np.sqrt(sum(np.sum(g ** 2) for g in grads.values()))
    grads = {k: g * min(1.0, 0.5 / norm) for k, g in grads.items()}
    for k in params:
        params[k] = params[k] - 0.1 * grads[k]
print(loss)
