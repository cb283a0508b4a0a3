# expect: 21 regularisation-mismatch
import numpy as np


class RidgeGD:
    def __init__(self, alpha=0.3, lr=0.05, n_iter=200):
        self.alpha = alpha
        self.lr = lr
        self.n_iter = n_iter

    def fit(self, X, y):
        n, d = X.shape
        self.coef_ = np.full(d, 0.1)
        self.intercept_ = 0.0
        self.loss_ = []
        for _ in range(self.n_iter):
            y_hat = X @ self.coef_ + self.intercept_
            loss = np.sum((y_hat - y) ** 2) / n + self.alpha * np.sum(self.coef_ ** 2)
            self.loss_.append(loss)
            grad_coef = 2 / n * X.T @ (y_hat - y) + 2 * self.alpha * self.coef_
            grad_intercept = 2 / n * np.sum(y_hat - y) + 2 * self.alpha * self.coef_.sum()
            self.coef_ = self.coef_ - self.lr * grad_coef
            self.intercept_ = self.intercept_ - self.lr * grad_intercept
        return self


rs = np.random.RandomState(2)
X = rs.randn(30, 4)
y = X @ rs.randn(4) + 2.0
m = RidgeGD().fit(X, y)
print(m.loss_[0], m.loss_[-1], m.intercept_)
