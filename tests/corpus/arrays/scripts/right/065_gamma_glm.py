import numpy as np

class GammaRegressor:
    """Gamma GLM with log link. Also learns the shape k through log_k."""

    def __init__(self, dim):
        self.w = np.zeros(dim)
        self.log_k = 0.0

    @staticmethod
    def _lgamma_digamma(k):
        # Stirling series after shifting the argument up by 8
        lg, dg, x = 0.0, 0.0, k
        for _ in range(8):
            lg -= np.log(x)
            dg -= 1.0 / x
            x = x + 1
        lg += (x - .5) * np.log(x) - x + .5 * np.log(2 * np.pi) + 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5)
        dg += np.log(x) - 1 / (2 * x) - 1 / (12 * x ** 2) + 1 / (120 * x ** 4) - 1 / (252 * x ** 6)
        return lg, dg

    def loss_and_grads(self, X, y):
        k = np.exp(self.log_k)
        mu = np.exp(X @ self.w)
        lg, dg = self._lgamma_digamma(k)
        ll = (k - 1) * np.log(y) - k * y / mu + k * np.log(k / mu) - lg
        loss = -ll.mean()
        d_eta = k * (1 - y / mu) / len(y)
        g_w = X.T @ d_eta
        d_k = -np.mean(np.log(y) - y / mu + np.log(k / mu) + 1 - dg)
        g_logk = d_k * k
        return loss, g_w, g_logk

rng = np.random.default_rng(77)
X = np.c_[np.ones(300), rng.normal(size=(300, 2))]
y = rng.gamma(3.0, np.exp(X @ [0.5, 0.3, -0.6]) / 3.0)
model = GammaRegressor(3)
for it in range(400):
    loss, g_w, g_logk = model.loss_and_grads(X, y)
    model.w -= 0.1 * g_w
    model.log_k -= 0.1 * g_logk
    if it % 100 == 0:
        print(f'{it:4d} {loss:.5f}')
print('w', model.w, 'shape', np.exp(model.log_k))
