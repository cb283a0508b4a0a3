# expect: 8 integer-array
import numpy as np


def hinge_loops(w, X, y, C):
    """0.5 |w|^2 + C * sum max(0, 1 - y w.x), labels -1 / +1"""
    loss = 0.5 * np.dot(w, w)
    dw = np.array([0.0] * len(w))
    for j in range(len(w)):
        dw[j] = w[j]
    for i in range(len(X)):
        margin = 1 - y[i] * np.dot(w, X[i])
        if margin > 0:
            loss += C * margin
            for j in range(len(w)):
                dw[j] = dw[j] - C * y[i] * X[i, j]
    return loss, dw


def squared_hinge(w, X, y, C):
    m = np.maximum(0, 1 - y * X.dot(w))
    return 0.5 * w.dot(w) + C * m.dot(m), w - 2 * C * X.T.dot(m * y)


def cases():
    rng = np.random.default_rng(0)
    w, X, y = 0.4 * rng.normal(size=3), rng.normal(size=(8, 3)), np.array([1, -1, 1, 1, -1, -1, 1, -1])
    return {"hinge_loops": (w, X, y, 0.3), "squared_hinge": (w, X, y, 0.3)}
