# right
import numpy as np


def logistic_loss(w, b, X, y):
    m = X.shape[0]
    a = 1 / (1 + np.exp(-(X.dot(w) + b)))
    loss = -np.mean(y * np.log(a[:, 0]) + (1 - y) * np.log(1 - a[:, 0]))
    y_col = y[:, np.newaxis]
    dw = X.T.dot(a - y_col) / m
    db = np.sum(a - y_col) / m
    return loss, dw, db


def cases():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(6, 4))
    y = np.array([1.0, 0.0, 0.0, 1.0, 1.0, 1.0])
    return {"logistic_loss": (rng.normal(size=(4, 1)), 0.2, X, y)}
