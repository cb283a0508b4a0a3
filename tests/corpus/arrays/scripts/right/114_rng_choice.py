import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3))
y = X @ np.array([1.0, -2.0, 0.5]) + 0.1 * rng.normal(size=20)

probs = np.ones(20) / 20
w = np.zeros(3)
for it in range(4):
    i = rng.choice(20, p=probs)
    r = X[i] @ w - y[i]
    loss = 0.5 * r ** 2
    dw = r * X[i]
    w -= 0.1 * dw
print(loss)
