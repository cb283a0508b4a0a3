# expect: 10 wrong-mask
import numpy as np


def huber_regression(w, X, y, delta=1.0):
    e = X.dot(w) - y
    quad = np.abs(e) <= delta
    loss = np.where(quad, 0.5 * e ** 2, delta * np.abs(e) - 0.5 * delta ** 2).sum()
    de = e.copy()
    de[e > delta] = delta
    return loss, X.T.dot(de)


def cases():
    r = np.random.default_rng(23)
    return {"huber_regression": (r.normal(size=3), r.normal(size=(8, 3)), 2 * r.normal(size=8))}
