import numpy as np


def make(seed=4):
    r = np.random.RandomState(seed)
    X = r.randn(90, 3)
    y = (X @ [1., -1., .5] + .5 * r.randn(90) > 0).astype(int)
    return X, y


class OrdLogit(object):
    """sklearn-like logistic regression with an L2 penalty l2*||w||^2 and Adagrad steps"""

    def __init__(self, l2=0.01, eta=0.5, n_iter=80):
        self.l2 = l2
        self.eta = eta
        self.n_iter = n_iter

    def fit(self, X, y):
        n, d = X.shape
        self.coef_ = np.zeros(d)
        self.bias_ = 0.
        hist = np.zeros(d)
        hist_b = 0.
        self.losses_ = []
        eps = 1e-12
        for _ in range(self.n_iter):
            p = self.predict_proba(X)
            self.losses_.append(-np.mean(y * np.log(p + eps) + (1 - y) * np.log(1 - p + eps))
                                + self.l2 * np.sum(self.coef_ ** 2))
            diff = p - y
            g = X.T @ diff / n + 2 * self.l2 * self.coef_
            gb = diff.mean()
            hist += g ** 2
            hist_b += gb ** 2
            self.coef_ -= self.eta * g / np.sqrt(hist + 1e-8)
            self.bias_ -= self.eta * gb / np.sqrt(hist_b + 1e-8)
        return self

    def predict_proba(self, X):
        return 1. / (1. + np.exp(-(X @ self.coef_ + self.bias_)))


X, y = make()
clf = OrdLogit().fit(X, y)
print(clf.losses_[0], clf.losses_[-1], ((clf.predict_proba(X) > .5) == y).mean())
