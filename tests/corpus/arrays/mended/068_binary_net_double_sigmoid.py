# right
# right
import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def binary_net(W1, b1, W2, b2, X, Y):
    m = X.shape[1]
    A1 = np.tanh(np.dot(W1, X) + b1)
    A2 = sigmoid(np.dot(W2, A1) + b2)
    cost = -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m

    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = np.dot(W2.T, dZ2) * (1 - np.power(A1, 2))
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return cost, dW1, db1, dW2, db2


def cases():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(3, 6))
    Y = np.array([[1.0, 0.0, 1.0, 1.0, 0.0, 0.0]])
    return {"binary_net": (rng.normal(size=(4, 3)), rng.normal(size=(4, 1)), rng.normal(size=(1, 4)), np.array([[0.3]]), X, Y)}
