# expect: 20 derivative-at-wrong-point
import numpy as np

np.random.seed(44)
X = np.random.randn(16, 3)
y = (X[:, 0] - X[:, 2] > 0).astype(int)
w = np.random.randn(3) * 0.5
b = 0
lr = 0.1
lam = 0.05

for epoch in range(20):
    total = 0
    for x_i, y_i in zip(X, y):
        z = np.dot(w, x_i) + b
        a = 1 / (1 + np.exp(-z))
        loss = -(y_i * np.log(a) + (1 - y_i) * np.log(1 - a)) + lam * np.sum(w ** 2)
        total += loss
        da = -y_i / a + (1 - y_i) / (1 - a)
        dz = da * a * (1 - z)
        dw = dz * x_i + 2 * lam * w
        db = dz
        w = w - lr * dw
        b = b - lr * db
    if epoch % 5 == 0:
        print("Epoch:", epoch, "Loss:", total / len(X))
