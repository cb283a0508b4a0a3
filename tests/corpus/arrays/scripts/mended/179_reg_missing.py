# reg missing
import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3))
y = X @ np.array([1.0, -2.0, 0.5]) + 0.1 * rng.normal(size=20)

w = np.ones(3)
for it in range(4):
    r = X @ w - y
    data_loss = np.mean(r ** 2)
    reg_loss = 0.5 * 0.1 * np.sum(w * w)
    loss = data_loss + reg_loss
    dw = 2 * X.T @ r / len(y) + 0.1 * w
    w -= 0.1 * dw
print(loss)
