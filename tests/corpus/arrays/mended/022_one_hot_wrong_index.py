# right
import numpy as np


def softmax(u):
    e = np.exp(u - u.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)


def column_classifier(W, b, X, y):
    m = X.shape[1]
    P = softmax(W @ X + b)
    loss = -np.sum(np.log(P[y, np.arange(m)])) / m
    dZ = P.copy()
    dZ[y, np.arange(m)] -= 1
    dZ /= m
    dW = dZ @ X.T
    db = np.sum(dZ, axis=1, keepdims=True)
    return loss, dW, db


def cases():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(4, 5))
    W = rng.normal(size=(6, 4))
    b = rng.normal(size=(6, 1))
    return {"column_classifier": (W, b, X, np.array([5, 0, 2, 2, 3]))}
