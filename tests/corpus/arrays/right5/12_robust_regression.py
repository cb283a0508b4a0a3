import numpy as np


def huber(theta, X, y, delta=0.8):
    """Mean Huber loss of a linear model, the last theta is the intercept."""
    r = X @ theta[:-1] + theta[-1] - y
    small = np.abs(r) <= delta
    loss = np.where(small, r ** 2 / 2, delta * (np.abs(r) - delta / 2)).mean()
    psi = np.clip(r, -delta, delta) / r.size
    return loss, np.append(psi @ X, psi.sum())


def pinball(theta, X, y, taus=(0.1, 0.5, 0.8)):
    """One column of theta a quantile."""
    e = y[:, None] - X @ theta
    t = np.asarray(taus)
    loss = np.maximum(t * e, (t - 1) * e).sum(0).mean()
    g = ((e < 0) - t) / len(t)
    return loss, X.T @ g


def cases():
    r = np.random.default_rng(11)
    X, y = r.normal(size=(7, 3)), 2 * r.normal(size=7)
    return {"huber": (r.normal(size=4), X, y), "pinball": (r.normal(size=(3, 3)), X, y)}
