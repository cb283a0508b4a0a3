# expect: 20 accumulator-not-zeroed
import numpy as np

rng = np.random.default_rng(5)
X = rng.normal(size=(48, 3))
y = np.exp(X @ np.array([0.3, -0.2, 0.5]) + 0.1)
w = np.zeros(3)
b = np.zeros(1)

dw = np.zeros(3)
db = np.zeros(1)
for epoch in range(20):
    for k in range(0, 48, 12):
        xb, yb = X[k:k + 12], y[k:k + 12]
        rate = np.exp(xb @ w + b)
        # Gamma regression: y / rate + log rate
        loss = np.mean(yb / rate + np.log(rate))
        deta = (1 - yb / rate) / 12
        dw[:] = deta @ xb
        db += deta.sum()
        w -= 0.1 * dw
        b -= 0.1 * db
    if epoch % 5 == 0:
        print(epoch, loss)
