# expect: 13/14 wrong-mask
import numpy as np

# robust regression objectives, each returns value and gradient in w


def huber_objective(w, X, y, delta, reg):
    r = X.dot(w) - y
    mag = np.abs(r)
    quad = mag < delta
    val = np.sum(0.5 * r[quad] ** 2) + np.sum(delta * (mag[~quad] - 0.5 * delta))
    g = np.zeros_like(r)
    g[~quad] = r[~quad]
    g[quad] = delta * np.sign(r[quad])
    n = len(y)
    return val / n + reg * w.dot(w), X.T.dot(g) / n + 2 * reg * w


def eps_insensitive(w, X, y, eps, reg):
    r = X.dot(w) - y
    over = np.maximum(np.abs(r) - eps, 0)
    g = np.sign(r) * (np.abs(r) > eps)
    n = len(y)
    return over.mean() + reg * w.dot(w), X.T.dot(g) / n + 2 * reg * w


def cases():
    rng = np.random.default_rng(0)
    w, X, y = rng.normal(size=3), rng.normal(size=(9, 3)), 2 * rng.normal(size=9)
    return {"huber_objective": (w, X, y, 0.8, 0.1), "eps_insensitive": (w, X, y, 0.5, 0.1)}
