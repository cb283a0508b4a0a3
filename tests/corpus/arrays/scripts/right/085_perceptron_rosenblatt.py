import numpy as np

class Perceptron:
    """Perceptrón de Rosenblatt. eta: tasa de aprendizaje; n_iter: pasadas."""
    def __init__(self, eta=0.1, n_iter=10, random_state=1):
        self.eta = eta
        self.n_iter = n_iter
        self.random_state = random_state

    def fit(self, X, y):
        rgen = np.random.RandomState(self.random_state)
        self.w_ = rgen.normal(loc=0.0, scale=0.01, size=1 + X.shape[1])
        self.errors_ = []
        for _ in range(self.n_iter):
            errors = 0
            for xi, target in zip(X, y):
                update = self.eta * (target - self.predict(xi))
                self.w_[1:] += update * xi
                self.w_[0] += update
                errors += int(update != 0.0)
            self.errors_.append(errors)
        return self

    def net_input(self, X):
        return np.dot(X, self.w_[1:]) + self.w_[0]

    def predict(self, X):
        return np.where(self.net_input(X) >= 0.0, 1, -1)

class AdalineGD(Perceptron):
    def fit(self, X, y):
        rgen = np.random.RandomState(self.random_state)
        self.w_ = rgen.normal(loc=0.0, scale=0.01, size=1 + X.shape[1])
        self.cost_ = []
        for i in range(self.n_iter):
            errors = y - self.net_input(X)
            self.w_[1:] += self.eta * X.T.dot(errors)
            self.w_[0] += self.eta * errors.sum()
            cost = (errors ** 2).sum() / 2.0
            self.cost_.append(cost)
        return self

np.random.seed(2)
X = np.r_[np.random.randn(50, 2) + [2, 2], np.random.randn(50, 2) - [2, 2]]
y = np.r_[np.ones(50), -np.ones(50)].astype(int)
ppn = Perceptron().fit(X, y)
print('errors per epoch', ppn.errors_)
ada = AdalineGD(eta=0.001, n_iter=20).fit(X, y)
print('cost', ada.cost_[0], '->', ada.cost_[-1], 'acc', (ada.predict(X) == y).mean())
