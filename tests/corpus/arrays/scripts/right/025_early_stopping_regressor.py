import numpy as np


class NeuralRegressor:
    def __init__(self, n_hidden=6, lr=0.05, max_iter=400, patience=5, l2=0.01, random_state=0):
        self.n_hidden = n_hidden
        self.lr = lr
        self.max_iter = max_iter
        self.patience = patience
        self.l2 = l2
        self.rs = np.random.RandomState(random_state)

    def _forward(self, X):
        hidden = np.tanh(X @ self.W1_ + self.b1_)
        return hidden, hidden @ self.W2_ + self.b2_

    def fit(self, X, y, X_val, y_val):
        n, d = X.shape
        self.W1_ = self.rs.randn(d, self.n_hidden) * 0.5
        self.b1_ = np.zeros(self.n_hidden)
        self.W2_ = self.rs.randn(self.n_hidden) * 0.5
        self.b2_ = 0.0
        best, wait = np.inf, 0
        self.losses_ = []
        for i in range(self.max_iter):
            hidden, pred = self._forward(X)
            err = pred - y
            loss = np.mean(err ** 2) + self.l2 * (np.sum(self.W1_ ** 2) + np.sum(self.W2_ ** 2))
            self.losses_.append(loss)

            dpred = 2 * err / n
            dW2 = hidden.T @ dpred + 2 * self.l2 * self.W2_
            db2 = dpred.sum()
            dhidden = np.outer(dpred, self.W2_) * (1 - hidden ** 2)
            dW1 = X.T @ dhidden + 2 * self.l2 * self.W1_
            db1 = dhidden.sum(axis=0)

            self.W1_ -= self.lr * dW1
            self.b1_ -= self.lr * db1
            self.W2_ -= self.lr * dW2
            self.b2_ -= self.lr * db2

            val_loss = np.mean((self._forward(X_val)[1] - y_val) ** 2)
            if val_loss < best - 1e-4:
                best, wait = val_loss, 0
            else:
                wait += 1
                if wait >= self.patience:
                    print("early stop at", i)
                    break
        return self


if __name__ == "__main__":
    rs = np.random.RandomState(5)
    X = rs.uniform(-1, 1, (40, 2))
    y = X[:, 0] * X[:, 1] + 0.05 * rs.randn(40)
    model = NeuralRegressor().fit(X[:28], y[:28], X[28:], y[28:])
    print(len(model.losses_), model.losses_[-1])
