import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3))
y = X @ np.array([1.0, -2.0, 0.5]) + 0.1 * rng.normal(size=20)

w = np.zeros(3)
for epoch in range(3):
    for i in range(len(X)):
        p = X[i] @ w
        e = p - y[i]
        dw = e * X[i]
        w -= 0.1 * dw
print(w)
