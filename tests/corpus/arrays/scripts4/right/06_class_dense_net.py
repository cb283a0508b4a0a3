import numpy as np


class Layer:
    def params(self):
        return []


class Dense(Layer):
    def __init__(self, rng, i, o):
        self.W = rng.normal(size=(i, o)) / np.sqrt(i)
        self.b = np.zeros(o)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, g):
        self.dW = self.x.T @ g
        self.db = g.sum(axis=0)
        return g @ self.W.T

    def params(self):
        return [(self.W, self.dW), (self.b, self.db)]


class LeakyReLU(Layer):
    def forward(self, x):
        self.slope = np.where(x > 0, 1.0, 0.05)
        return x * self.slope

    def backward(self, g):
        return g * self.slope


class Softplus(Layer):
    def forward(self, x):
        self.x = x
        return np.logaddexp(x, 0)

    def backward(self, g):
        return g / (1 + np.exp(-self.x))


class Net:
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, g):
        for layer in self.layers[::-1]:
            g = layer.backward(g)


rng = np.random.default_rng(5)
X = rng.normal(size=(80, 2))
label = (np.hypot(X[:, 0], X[:, 1]) > 1).astype(int) + (X[:, 0] > 1.2)
net = Net(Dense(rng, 2, 8), LeakyReLU(), Dense(rng, 8, 6), Softplus(), Dense(rng, 6, 3))

for epoch in range(150):
    z = net.forward(X)
    z = z - z.max(axis=1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(80), label].mean()
    g = (np.exp(logp) - np.eye(3)[label]) / 80
    net.backward(g)
    for layer in net.layers:
        for p, d in layer.params():
            p -= 0.5 * d
    if epoch % 30 == 0:
        print(f"epoch {epoch}: loss {loss:.4f}  acc {(z.argmax(1) == label).mean():.2f}")
