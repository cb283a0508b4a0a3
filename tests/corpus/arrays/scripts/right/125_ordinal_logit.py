"""Proportional-odds model; cut points kept ordered by cumulating exponentials."""
import numpy as np

def sigm(t):
    return 0.5 * (1 + np.tanh(0.5 * t))

class OrdinalLogit:
    def __init__(self, n_classes, lr=0.3, n_iter=300, alpha=1e-3):
        self.K = n_classes
        self.lr, self.n_iter, self.alpha = lr, n_iter, alpha

    def _cuts(self, eta):
        return np.cumsum(np.r_[eta[0], np.exp(eta[1:])])

    def _objective(self, coef, eta, X, y):
        n = len(y)
        c = np.r_[-np.inf, self._cuts(eta), np.inf]
        s = X @ coef
        hi, lo = sigm(c[y + 1] - s), sigm(c[y] - s)
        p = hi - lo
        nll = -np.log(p).mean() + 0.5 * self.alpha * coef @ coef
        dhi, dlo = hi * (1 - hi) / p, lo * (1 - lo) / p
        g_coef = X.T @ (dhi - dlo) / n + self.alpha * coef
        g_cut = np.zeros(self.K + 1)
        np.add.at(g_cut, y + 1, -dhi / n)
        np.add.at(g_cut, y, dlo / n)
        g_cut = g_cut[1:-1]
        # every cut above j moves with eta_j
        tail = np.cumsum(g_cut[::-1])[::-1]
        g_eta = tail * np.r_[1.0, np.exp(eta[1:])]
        return nll, g_coef, g_eta

    def fit(self, X, y):
        coef = np.zeros(X.shape[1])
        eta = np.r_[-1.0, np.zeros(self.K - 2)]
        self.trace_ = []
        for _ in range(self.n_iter):
            nll, g_coef, g_eta = self._objective(coef, eta, X, y)
            coef = coef - self.lr * g_coef
            eta = eta - self.lr * g_eta
            self.trace_.append(nll)
        self.coef_, self.cuts_ = coef, self._cuts(eta)
        return self

rng = np.random.default_rng(12)
X = rng.standard_normal((250, 3))
latent = X @ [1.2, -0.7, 0.3] + rng.logistic(size=250)
y = np.digitize(latent, [-1.2, 0.1, 1.5])
m = OrdinalLogit(4).fit(X, y)
print(m.coef_, m.cuts_, m.trace_[0], m.trace_[-1])
