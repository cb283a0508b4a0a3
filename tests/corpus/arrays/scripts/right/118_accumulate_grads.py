import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3))
y = X @ np.array([1.0, -2.0, 0.5]) + 0.1 * rng.normal(size=20)

w = np.zeros(3)
dw = np.zeros(3)
for k in range(8):
    i = (k * 5) % 20
    xb, yb = X[i:i+5], y[i:i+5]
    r = xb @ w - yb
    loss = np.mean(r ** 2) / 4
    dw += 2 * xb.T @ r / 5 / 4
    if (k + 1) % 4 == 0:
        w -= 0.1 * dw
        dw = np.zeros(3)
print(loss)
