# expect: 14 shape-coincidence
import numpy as np

np.random.seed(1)
x = np.random.rand(20, 1)
y = 4 + 3 * x[:, 0] + np.random.randn(20) * 0.1
theta = np.random.randn(2, 1)
X_b = np.c_[np.ones((20, 1)), x]

eta = 0.1
m = len(X_b)
for iteration in range(100):
    pred = X_b.dot(theta)
    err = pred - y
    loss = np.mean((pred[:, 0] - y) ** 2)
    gradients = 2 / m * X_b.T.dot(err)
    theta = theta - eta * gradients
print(theta.ravel(), loss)
