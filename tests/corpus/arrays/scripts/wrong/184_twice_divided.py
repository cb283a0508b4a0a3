# expect: 17 constant-factor
import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3))
y = X @ np.array([1.0, -2.0, 0.5]) + 0.1 * rng.normal(size=20)

w = np.zeros(3)
n = len(X)
for it in range(5):
    loss = 0.0
    dw = np.zeros(3)
    for i in range(n):
        r = X[i] @ w - y[i]
        loss += r ** 2
        dw += 2 * r * X[i]
    dw /= n
    dw /= n
    w -= 0.1 * dw
    loss /= n
    print(loss)
