# right
import numpy as np

np.random.seed(1)
X = np.random.rand(30, 3)
y = (np.sin(3 * X[:, :1]) + X[:, 1:2] ** 2)
W1, b1 = np.random.randn(3, 7), np.zeros((1, 7))
W2, b2 = np.random.randn(7, 1), np.zeros((1, 1))
lr = 0.2
for i in range(100):
    z = X.dot(W1) + b1
    h = 1 / (1 + np.exp(-z))
    out = h.dot(W2) + b2
    loss = np.mean((out - y) ** 2)
    dout = 2 * (out - y) / len(y)
    dW2 = h.T.dot(dout)
    db2 = dout.sum(axis=0, keepdims=True)
    dh = dout.dot(W2.T)
    W2 -= lr * dW2
    b2 -= lr * db2
    dz = dh * h * (1 - h)
    dW1 = X.T.dot(dz)
    db1 = dz.sum(axis=0, keepdims=True)
    W1 -= lr * dW1
    b1 -= lr * db1
print("mse:", loss)
