# layer objects
import numpy as np

class Dense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) / np.sqrt(n_in)
        self.b = np.zeros((1, n_out))
    def forward(self, X):
        self.X = X
        return np.dot(X, self.W) + self.b
    def backward(self, dY):
        self.dW = np.dot(self.X.T, dY)
        self.db = np.sum(dY, axis=0, keepdims=True)
        return np.dot(dY, self.W.T)
    def update(self, lr):
        self.W -= lr * self.dW
        self.b -= lr * self.db

class Sigmoid:
    def forward(self, X):
        self.out = 1 / (1 + np.exp(-X))
        return self.out
    def backward(self, dY):
        return dY * self.out * (1 - self.out)

class MSE:
    def forward(self, pred, target):
        self.diff = pred - target
        return np.mean(self.diff ** 2)
    def backward(self):
        return 2 * self.diff / self.diff.size

def train(layers, criterion, X, T, epochs=100, lr=0.5):
    for epoch in range(epochs):
        out = X
        for layer in layers:
            out = layer.forward(out)
        loss = criterion.forward(out, T)
        grad = criterion.backward()
        for layer in layers[::-1]:
            grad = layer.backward(grad)
        for layer in layers:
            if hasattr(layer, 'update'):
                layer.update(lr)
        if epoch % 20 == 0:
            print('epoch', epoch, 'loss', loss)

np.random.seed(4)
X = np.random.rand(15, 3)
T = np.c_[X[:, 0] * X[:, 1], X.mean(axis=1)]
train([Dense(3, 6), Sigmoid(), Dense(6, 2)], MSE(), X, T)
