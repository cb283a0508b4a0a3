# update inside backward
import numpy as np

class FullyConnected:
    def __init__(self, n_in, n_out, rng):
        self.W = rng.uniform(-0.7, 0.7, (n_in, n_out))
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        return x.dot(self.W) + self.b

    def backward(self, dout, lr):
        self.dW = self.x.T.dot(dout)
        self.db = dout.sum(axis=0)
        dx = dout.dot(self.W.T)
        self.W -= lr * self.dW
        self.b -= lr * self.db
        return dx

class Tanh:
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y

    def backward(self, dout, lr):
        return dout * (1 - self.y ** 2)

rng = np.random.RandomState(200)
X = rng.uniform(-1, 1, (20, 3))
Y = np.c_[X[:, 0] - X[:, 1] * X[:, 2], X[:, 0] ** 2]
net = [FullyConnected(3, 7, rng), Tanh(), FullyConnected(7, 2, rng)]
lr = 0.2
for epoch in range(100):
    out = X
    for layer in net:
        out = layer.forward(out)
    loss = 0.5 * np.sum((out - Y) ** 2) / len(X)
    delta = (out - Y) / len(X)
    for layer in reversed(net):
        delta = layer.backward(delta, lr)
    if epoch % 25 == 0:
        print("epoch", epoch, "loss", loss)
