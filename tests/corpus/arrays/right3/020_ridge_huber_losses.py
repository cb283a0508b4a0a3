# three regression objectives f(w, X, y, lam) -> (value, gradient)
import numpy as np


def ridge(w, X, y, lam):
    r = X @ w - y
    return r @ r + lam * w @ w, 2 * (X.T @ r + lam * w)


def huber_ridge(w, X, y, lam, k=1.345):
    r = X @ w - y
    a = np.abs(r)
    val = np.sum(np.where(a <= k, r ** 2 / 2, k * a - k ** 2 / 2)) + lam / 2 * w @ w
    infl = np.where(a <= k, r, k * np.sign(r))
    return val, X.T @ infl + lam * w


def logcosh_ridge(w, X, y, lam):
    r = X @ w - y
    val = np.mean(np.logaddexp(r, -r) - np.log(2)) + lam * np.sum(w ** 2)
    return val, X.T @ np.tanh(r) / len(y) + 2 * lam * w


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    X, y, w = rng.normal(size=(9, 4)), rng.normal(size=9), rng.normal(size=4)
    for f in (ridge, huber_ridge, logcosh_ridge):
        _, g = f(w, X, y, 0.1)
        num = [(f(w + 1e-6 * e, X, y, 0.1)[0] - f(w - 1e-6 * e, X, y, 0.1)[0]) / 2e-6 for e in np.eye(4)]
        print(f.__name__, np.abs(g - num).max())


def cases():
    rng = np.random.default_rng(0)
    w, X, y = rng.normal(size=3), rng.normal(size=(7, 3)), 3 * rng.normal(size=7)
    return {name: (w, X, y, 0.2) for name in ("ridge", "huber_ridge", "logcosh_ridge")}
