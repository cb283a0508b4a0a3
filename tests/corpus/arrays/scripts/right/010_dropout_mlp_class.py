import numpy as np

class MLP(object):
    def __init__(self, sizes, keep_prob=0.8, seed=7):
        self.rng = np.random.RandomState(seed)
        self.W1 = self.rng.randn(sizes[0], sizes[1]) / np.sqrt(sizes[0])
        self.b1 = np.zeros(sizes[1])
        self.W2 = self.rng.randn(sizes[1], sizes[2]) / np.sqrt(sizes[1])
        self.b2 = np.zeros(sizes[2])
        self.keep_prob = keep_prob

    def forward(self, X, train=True):
        self.X = X
        self.z1 = X.dot(self.W1) + self.b1
        self.h1 = np.tanh(self.z1)
        if train:
            self.mask = (self.rng.rand(*self.h1.shape) < self.keep_prob) / self.keep_prob
            self.h1_drop = self.h1 * self.mask
        else:
            self.h1_drop = self.h1
        self.scores = self.h1_drop.dot(self.W2) + self.b2
        return self.scores

    def loss(self, scores, y):
        shifted = scores - scores.max(axis=1, keepdims=True)
        log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.probs = np.exp(log_probs)
        return -log_probs[np.arange(len(y)), y].mean()

    def backward(self, y):
        N = len(y)
        dscores = self.probs.copy()
        dscores[np.arange(N), y] -= 1
        dscores /= N
        self.dW2 = self.h1_drop.T.dot(dscores)
        self.db2 = dscores.sum(axis=0)
        dh1 = dscores.dot(self.W2.T) * self.mask
        dz1 = dh1 * (1 - self.h1 ** 2)
        self.dW1 = self.X.T.dot(dz1)
        self.db1 = dz1.sum(axis=0)

    def fit(self, X, y, lr=0.2, epochs=60):
        self.loss_history = []
        for epoch in range(epochs):
            scores = self.forward(X)
            loss = self.loss(scores, y)
            self.backward(y)
            self.W1 -= lr * self.dW1
            self.b1 -= lr * self.db1
            self.W2 -= lr * self.dW2
            self.b2 -= lr * self.db2
            self.loss_history.append(loss)
        return self

X = np.random.RandomState(1).randn(30, 4)
y = np.argmax(X[:, :3], axis=1)
net = MLP([4, 9, 3]).fit(X, y)
print(net.loss_history[0], net.loss_history[-1])
print("acc", (net.forward(X, train=False).argmax(1) == y).mean())
