# expect: 21 mask-scale
import numpy as np
np.random.seed(20)
# binary classifier with inverted dropout on the hidden layer
X = np.random.randn(100, 8)
y = ((X[:, 0] + X[:, 1] ** 2 - X[:, 2]) > 0.5).astype(float)
W1 = np.random.randn(8, 30) * np.sqrt(2 / 8)
W2 = np.random.randn(30) * 0.1
keep_prob = 0.7
for ep in range(120):
    Z1 = X.dot(W1)
    A1 = np.maximum(Z1, 0)
    D1 = np.random.rand(*A1.shape) < keep_prob
    A1d = A1 * D1 / keep_prob
    logit = A1d.dot(W2)
    p = 1 / (1 + np.exp(-logit))
    loss = -np.mean(y * np.log(p + 1e-9) + (1 - y) * np.log(1 - p + 1e-9))
    dlogit = (p - y) / len(y)
    dW2 = A1d.T.dot(dlogit)
    dA1 = np.outer(dlogit, W2)
    dA1 = dA1 * D1
    dZ1 = dA1 * (Z1 > 0)
    dW1 = X.T.dot(dZ1)
    W1 -= 0.3 * dW1
    W2 -= 0.3 * dW2
    if ep % 40 == 0:
        print('epoch', ep, loss)
