# right
import numpy as np


def relu6_forward(x):
    return np.clip(x, 0, 6), x


def relu6_backward(dout, x):
    return dout * ((x > 0) & (x < 6))


def hinge_quadrado(w, X, y):
    """squared hinge of a linear SVM, y in {-1, +1}"""
    m = np.maximum(0, 1 - y * X.dot(w))
    return np.mean(m ** 2), -2 * X.T.dot(y * m) / y.size


def cases():
    r = np.random.default_rng(16)
    X = r.normal(size=(8, 3))
    return {"relu6": (r.normal(size=(4, 5)) * 6,), "hinge_quadrado": (r.normal(size=3), X, np.sign(X[:, 0] + .1))}
