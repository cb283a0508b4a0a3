import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3))
y = X @ np.array([1.0, -2.0, 0.5]) + 0.1 * rng.normal(size=20)

w = np.zeros(3)
for epoch in range(3):
    loss = 0.0
    for i in range(len(X)):
        e = X[i] @ w - y[i]
        loss += e * e
        dw = 2 * e * X[i]
        w -= 0.01 * dw
    print(epoch, loss)
