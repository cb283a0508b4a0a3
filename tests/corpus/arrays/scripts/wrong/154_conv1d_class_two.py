# expect: 28 missing-local-derivative, constant-factor
# expect: 31 wrong-variable, missing-local-derivative
import numpy as np

class Conv1DNet:
    def __init__(self, n_filters=2, width=3, seed=203):
        rs = np.random.RandomState(seed)
        self.F = rs.randn(n_filters, width) * 0.5
        self.c = np.zeros(n_filters)
        self.v = rs.randn(n_filters) * 0.5
        self.d = 0.0

    def forward(self, X):
        n, L = X.shape
        K = self.F.shape[1]
        self.cols = np.stack([X[:, i:i + K] for i in range(L - K + 1)], axis=1)
        self.pre = self.cols @ self.F.T + self.c
        self.act = np.maximum(self.pre, 0)
        self.pool = self.act.mean(axis=1)
        self.logit = self.pool @ self.v + self.d
        return 1 / (1 + np.exp(-self.logit))

    def backward(self, p, y):
        g = (p - y) / len(y)
        self.dv = self.pool.T @ g
        self.dd = g.sum()
        dpool = g[:, None] * self.v
        dact = np.repeat(dpool[:, None, :], self.act.shape[1], axis=1)
        dpre = dact * (self.pre > 0)
        self.dF = np.einsum('nlf,nlk->fk', dpre, self.cols)
        self.dc = dact.sum(axis=(0, 1))

    def train(self, X, y, epochs=80, lr=0.5):
        for epoch in range(1, epochs + 1):
            p = self.forward(X)
            loss = -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()
            self.backward(p, y)
            for name in ("F", "c", "v", "d"):
                setattr(self, name, getattr(self, name) - lr * getattr(self, "d" + name))
            if epoch % 20 == 0:
                print(f"epoch {epoch} loss {loss:.4f} acc {((p > .5) == y).mean():.2f}")

rs = np.random.RandomState(1)
y = np.arange(24) % 2
X = rs.randn(24, 8) * 0.5
X[y == 1, 3:6] += np.array([1.0, -1.0, 1.0])
Conv1DNet().train(X, y)
