import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def propagate(w, b, X, Y):
    """w: (features, 1), b: (1, 1), X: (features, m), Y: (1, m)."""
    m = X.shape[1]
    A = sigmoid(np.dot(w.T, X) + b)
    cost = -1 / m * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    dw = 1 / m * np.dot(X, (A - Y).T)
    db = 1 / m * np.sum(A - Y, axis=1, keepdims=True)
    grads = {"dw": dw, "db": db}
    return cost, grads


def cases():
    rng = np.random.default_rng(132)
    X = rng.normal(size=(3, 5))
    Y = np.array([[1, 0, 1, 1, 0]])
    return {"propagate": (rng.normal(size=(3, 1)), rng.normal(size=(1, 1)), X, Y)}
