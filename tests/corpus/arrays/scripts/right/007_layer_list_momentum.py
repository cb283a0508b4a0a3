import numpy as np


class Linear:
    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))
        self.b = np.zeros(n_out)
        self.vW = np.zeros_like(self.W)
        self.vb = np.zeros_like(self.b)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T

    def step(self, lr, mu):
        self.vW = mu * self.vW - lr * self.dW
        self.vb = mu * self.vb - lr * self.db
        self.W += self.vW
        self.b += self.vb


class LeakyReLU:
    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, 0.1 * x)

    def backward(self, dout):
        return np.where(self.x > 0, 1.0, 0.1) * dout

    def step(self, lr, mu):
        pass


def main():
    rng = np.random.default_rng(11)
    X = rng.normal(size=(24, 3))
    T = np.sin(X.sum(axis=1, keepdims=True))
    layers = [Linear(3, 8, rng), LeakyReLU(), Linear(8, 8, rng), LeakyReLU(), Linear(8, 1, rng)]
    for epoch in range(150):
        out = X
        for layer in layers:
            out = layer.forward(out)
        diff = out - T
        loss = (diff ** 2).mean()
        grad = 2 * diff / diff.size
        for layer in reversed(layers):
            grad = layer.backward(grad)
        for layer in layers:
            layer.step(0.02, 0.9)
        if epoch % 50 == 0:
            print(epoch, round(loss, 5))


if __name__ == "__main__":
    main()
