import numpy as np

class Dense:
    def __init__(self, i, o, rng):
        self.W, self.b = rng.normal(size=(i, o)) * np.sqrt(1 / i), np.zeros(o)
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, g):
        self.dW, self.db = self.x.T @ g, g.sum(axis=0)
        return g @ self.W.T
    def update(self, lr):
        self.W -= lr * self.dW
        self.b -= lr * self.db

class Tanh:
    def forward(self, x):
        self.y = np.tanh(x)
        return self.y
    def backward(self, g):
        return g * (1 - self.y ** 2)
    def update(self, lr):
        pass

rng = np.random.default_rng(88)
layers = [Dense(5, 16, rng), Tanh(), Dense(16, 2, rng)]
margin = 1.0
protos = rng.normal(size=(3, 5)) * 1.5
for step in range(400):
    la, lb = rng.integers(3, size=(2, 40))
    out = np.vstack([protos[la], protos[lb]]) + 0.5 * rng.normal(size=(80, 5))
    for layer in layers:
        out = layer.forward(out)
    diff = out[:40] - out[40:]
    dist = np.sqrt((diff ** 2).sum(axis=1) + 1e-9)
    same = la == lb
    gap = np.maximum(0, margin - dist)
    loss = np.sum(np.where(same, 0.5 * dist ** 2, 0.5 * gap ** 2))
    ddist = np.where(same, dist, -gap) / 40
    ddiff = (ddist / dist)[:, None] * diff
    g = np.vstack([ddiff, -ddiff])
    for layer in reversed(layers):
        g = layer.backward(g)
    for layer in layers:
        layer.update(0.1)
    loss /= 40
    if step % 100 == 0:
        print(step, "contrastive loss", loss, "same", dist[same].mean(), "diff", dist[~same].mean())
