# expect: 31 missing-local-derivative
import numpy as np

class DropoutNet:
    def __init__(self, d, h, c, p=0.3, seed=0):
        self.rng = np.random.default_rng(seed)
        self.W1 = self.rng.normal(0, 0.5, (d, h))
        self.b1 = np.zeros(h)
        self.W2 = self.rng.normal(0, 0.5, (h, c))
        self.b2 = np.zeros(c)
        self.p = p

    def train_step(self, X, y, lr):
        N = X.shape[0]
        z1 = X @ self.W1 + self.b1
        a1 = np.maximum(z1, 0)
        mask = self.rng.random(a1.shape) >= self.p
        d1 = a1 * mask / (1 - self.p)
        scores = d1 @ self.W2 + self.b2
        scores = scores - scores.max(axis=1, keepdims=True)
        probs = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        loss = -np.log(probs[np.arange(N), y]).mean()

        dscores = probs.copy()
        dscores[np.arange(N), y] -= 1
        dscores /= N
        dW2 = d1.T @ dscores
        db2 = dscores.sum(axis=0)
        dd1 = dscores @ self.W2.T
        da1 = dd1 * mask / (1 - self.p)
        dz1 = da1
        dW1 = X.T @ dz1
        db1 = dz1.sum(axis=0)
        self.W1 -= lr * dW1
        self.b1 -= lr * db1
        self.W2 -= lr * dW2
        self.b2 -= lr * db2
        return loss

if __name__ == "__main__":
    rng = np.random.default_rng(1)
    X = rng.normal(size=(30, 4))
    y = (X[:, 0] + X[:, 1] > 0).astype(int)
    net = DropoutNet(4, 10, 2)
    history = []
    for epoch in range(50):
        history.append(net.train_step(X, y, 0.3))
    print(history[::10])
