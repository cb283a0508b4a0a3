# expect: 21 missing-local-derivative
import numpy as np


class Net:
    def __init__(self, rng):
        self.w1 = rng.normal(size=(3, 12)) * 0.6
        self.w2 = rng.normal(size=(12, 12)) * 0.4
        self.w3 = rng.normal(size=(12, 1)) * 0.4

    def forward(self, x):
        self.x = x
        self.h1 = np.maximum(x @ self.w1, 0.0)
        self.h2 = np.tanh(self.h1 @ self.w2)
        return 1 / (1 + np.exp(-self.h2 @ self.w3))

    def backward(self, dlogit):
        self.gw3 = self.h2.T @ dlogit
        d2 = (dlogit @ self.w3.T) * (1 - self.h2 ** 2)
        self.gw2 = self.h1.T @ d2
        d1 = (d2 @ self.w2.T) * (self.h1 > 0)
        self.gw1 = self.x.T @ d1

    def update(self, lr):
        self.w1 -= lr * self.gw1
        self.w2 -= lr * self.gw2
        self.w3 -= lr * self.gw3


rng = np.random.default_rng(6)
t = rng.uniform(0, np.pi, 100)
half = np.arange(100) % 2
X = np.c_[np.cos(t) * (1 - 2 * half) + half, np.sin(t) * (1 - 2 * half) + 0.4 * half, np.ones(100)]
X[:, :2] += 0.1 * rng.normal(size=(100, 2))
y = half[:, None].astype(float)
net = Net(rng)
for epoch in range(200):
    p = net.forward(X)
    bce = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    net.backward((p - y) / len(y))
    net.update(0.5)
    if epoch % 50 == 0:
        print(epoch, bce, ((p > .5) == y).mean())
