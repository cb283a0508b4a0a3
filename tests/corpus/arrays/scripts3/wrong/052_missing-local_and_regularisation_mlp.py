# expect: 20 missing-local-derivative
# expect: 23 regularisation-mismatch, missing-path
import numpy as np

rng = np.random.default_rng(52)
X = rng.normal(size=(64, 4))
y = (X[:, :1] * X[:, 1:2] > 0).astype(float)
sizes = (4, 10, 6, 1)
W1, W2, W3 = (rng.normal(size=(i, o)) / np.sqrt(i) for i, o in zip(sizes, sizes[1:]))
l2 = 0.02
lr = 0.5
for epoch in range(150):
    h1 = np.tanh(X @ W1)
    h2 = 1 / (1 + np.exp(-h1 @ W2))
    p = 1 / (1 + np.exp(-h2 @ W3))
    data = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    loss = data + 0.5 * l2 * (np.sum(W1 ** 2) + np.sum(W2 ** 2) + np.sum(W3 ** 2))
    d3 = (p - y) / len(y)
    dW3 = h2.T @ d3 + l2 * W3
    d2 = d3 @ W3.T
    dW2 = h1.T @ d2 + l2 * W2
    d1 = d2 @ W2.T * (1 - h1 ** 2)
    dW1 = X.T @ d1
    W1, W2, W3 = W1 - lr * dW1, W2 - lr * dW2, W3 - lr * dW3
    if epoch % 50 == 0:
        print('epoch', epoch, 'loss', loss)
