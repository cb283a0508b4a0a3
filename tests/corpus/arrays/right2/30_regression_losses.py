"""Linear predictors under many losses, each returning (value, gradient of w)."""
import numpy as np


def logcosh_loss(w, X, y):
    r = X @ w - y
    return np.mean(np.abs(r) + np.log1p(np.exp(-2 * np.abs(r))) - np.log(2)), X.T @ np.tanh(r) / len(y)


def cauchy_loss(w, X, y, c):
    q = (X @ w - y) / c
    return 0.5 * c * c * np.log1p(q * q).sum(), c * X.T @ (q / (1 + q * q))


def expectile_loss(w, X, y, tau):
    r = y - X @ w
    a = np.abs(tau - (r < 0))
    return a @ r ** 2, -2 * X.T @ (a * r)


def poisson_loss(w, X, counts, exposure):
    eta = X @ w
    rate = exposure * np.exp(eta)
    return np.mean(rate - counts * (eta + np.log(exposure))), X.T @ (rate - counts) / len(counts)


def elastic_loss(w, X, y, alpha, ratio):
    r = X @ w - y
    val = r @ r / (2 * len(y)) + alpha * (ratio * np.abs(w).sum() + 0.5 * (1 - ratio) * w @ w)
    grad = X.T @ r / len(y) + alpha * (ratio * np.sign(w) + (1 - ratio) * w)
    return val, grad


def hetero_loss(params, X, y):
    """gaussian nll, mean and log variance both linear"""
    mu, lv = X @ params['m'], X @ params['v']
    iv = np.exp(-lv)
    r = y - mu
    nll = 0.5 * np.mean(lv + r * r * iv)
    return nll, {'m': -X.T @ (r * iv) / len(y), 'v': 0.5 * X.T @ (1 - r * r * iv) / len(y)}


def concordance_loss(w, X, y):
    """one minus Lin's concordance coefficient"""
    p = X @ w
    n = len(y)
    pc, yc = p - p.mean(), y - y.mean()
    num = 2 * pc @ yc / n
    den = pc @ pc / n + yc @ yc / n + (p.mean() - y.mean()) ** 2
    dp = -(2 * yc / n) / den + num / den ** 2 * (2 * pc / n + 2 * (p.mean() - y.mean()) / n)
    return 1 - num / den, X.T @ dp


def cases():
    r = np.random.default_rng(30)
    X, w = r.normal(size=(9, 3)), r.normal(size=3)
    y = X @ r.normal(size=3) + r.normal(size=9)
    return {'logcosh_loss': (w, X, y), 'cauchy_loss': (w, X, y, 1.5), 'expectile_loss': (w, X, y, .8),
            'poisson_loss': (w * .3, X, r.poisson(2, 9).astype(float), r.uniform(.5, 2, 9)),
            'elastic_loss': (w, X, y, .2, .4), 'hetero_loss': ({'m': w, 'v': w * .2}, X, y), 'concordance_loss': (w, X, y)}
