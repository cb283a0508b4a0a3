# expect: 29 missing-local-derivative
"""A 2-2-1 network trained on XOR, plain Python."""
import math


def sigmoid(v):
    return 1.0 / (1.0 + math.exp(-v))


def forward(x, W1, b1, W2, b2):
    z1 = [W1[i][0] * x[0] + W1[i][1] * x[1] + b1[i] for i in range(2)]
    h = [math.tanh(v) for v in z1]
    z2 = W2[0] * h[0] + W2[1] * h[1] + b2
    p = sigmoid(z2)
    return h, p


def loss_of(x, y, W1, b1, W2, b2):
    _, p = forward(x, W1, b1, W2, b2)
    return -(y * math.log(p) + (1 - y) * math.log(1 - p))


def backward(x, y, W1, b1, W2, b2):
    h, p = forward(x, W1, b1, W2, b2)
    dz2 = p - y
    dW2 = [dz2 * h[0], dz2 * h[1]]
    db2 = dz2
    dh = [dz2 * W2[0], dz2 * W2[1]]
    dz1 = dh
    dW1 = [[dz1[i] * x[0], dz1[i] * x[1]] for i in range(2)]
    db1 = dz1
    return dW1, db1, dW2, db2


W1 = [[0.3, -0.8], [1.1, 0.4]]
b1 = [0.2, -0.1]
W2 = [0.9, -1.3]
b2 = 0.05
x, y = [0.7, 1.2], 1
loss = loss_of(x, y, W1, b1, W2, b2)
dW1, db1, dW2, db2 = backward(x, y, W1, b1, W2, b2)
print("loss", loss)
