# perceptron softplus
import numpy as np

class TinyNet:
    """softplus hidden units, momentum, step decay"""
    def __init__(self, n_in, n_hidden, rng):
        self.W1 = rng.normal(0, 0.7, (n_in, n_hidden))
        self.b1 = np.zeros(n_hidden)
        self.w2 = rng.normal(0, 0.7, n_hidden)
        self.vel = [np.zeros_like(p) for p in (self.W1, self.b1, self.w2)]

    def fit(self, X, y, epochs, lr, momentum=0.5):
        hist = []
        for ep in range(epochs):
            if ep > 0 and ep % 30 == 0:
                lr /= 2
            a = X @ self.W1 + self.b1
            h = np.log(1 + np.exp(a))
            out = h @ self.w2
            loss = np.mean(np.abs(out - y) ** 3) / 3
            hist.append(loss)

            dout = np.sign(out - y) * (out - y) ** 2 / len(y)
            self.dw2 = h.T @ dout
            dh = np.outer(dout, self.w2)
            da = dh / (1 + np.exp(-a))
            self.dW1 = X.T @ da
            self.db1 = da.sum(axis=0)
            for i, (p, g) in enumerate(zip((self.W1, self.b1, self.w2), (self.dW1, self.db1, self.dw2))):
                self.vel[i] = momentum * self.vel[i] - lr * g
                p += self.vel[i]
        return hist

rng = np.random.default_rng(110)
X = rng.uniform(-1, 1, (25, 2))
y = np.exp(-X[:, 0] ** 2) + X[:, 1]
net = TinyNet(2, 6, rng)
hist = net.fit(X, y, 90, 0.2)
print(hist[::30])
