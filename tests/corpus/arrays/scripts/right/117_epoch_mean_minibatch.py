import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3))
y = X @ np.array([1.0, -2.0, 0.5]) + 0.1 * rng.normal(size=20)

w = np.zeros(3)
for epoch in range(2):
    total = 0.0
    for k in range(0, 20, 5):
        xb, yb = X[k:k+5], y[k:k+5]
        r = xb @ w - yb
        total += np.sum(r ** 2)
        dw = 2 * xb.T @ r / 5
        w -= 0.1 * dw
    total /= 20
    print(total)
