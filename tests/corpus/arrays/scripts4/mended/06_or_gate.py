# right
import numpy as np


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
outputs = np.array([0, 1, 1, 1], dtype=float)
w = np.array([0.2, -0.1])
b = 0.05

for epoch in range(60):
    a = sigmoid(inputs.dot(w) + b)
    loss = np.sum((a - outputs) ** 2)
    delta = 2 * (a - outputs) * a * (1 - a)
    dw = inputs.T.dot(delta)
    db = np.sum(delta)
    w = w - 0.1 * dw
    b = b - 0.1 * db
    if epoch % 20 == 0:
        print("epoch", epoch, "loss", loss)
