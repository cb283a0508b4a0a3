import numpy as np

rng = np.random.default_rng(0)
n, d = 40, 3
X = rng.normal(size=(n, d))
y = rng.poisson(np.exp(X @ np.array([0.5, -0.3, 0.2]) + 0.4))
w = np.zeros(d)
b = np.array(0.0)
l2, lr = 0.02, 0.1
for step in range(60):
    mu = np.exp(X @ w + b)
    loss = np.mean(mu - y * np.log(mu)) + l2 * np.sum(w ** 2)
    err = (mu - y) / n
    dw = X.T @ err + 2 * l2 * w
    db = err.sum()
    w = w - lr * dw
    b = b - lr * db
print("loss", loss, "w", w)
