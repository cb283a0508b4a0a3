# expect: 6 near-miss
import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(z))


def init(n_x, n_h, seed):
    np.random.seed(seed)
    return {"W1": np.random.randn(n_h, n_x) * 0.5, "b1": np.zeros((n_h, 1)),
            "W2": np.random.randn(1, n_h) * 0.5, "b2": np.zeros((1, 1))}


def propagate(p, X):
    A1 = np.tanh(np.dot(p["W1"], X) + p["b1"])
    A2 = sigmoid(np.dot(p["W2"], A1) + p["b2"])
    return A2, {"A1": A1, "A2": A2}


def xent(A2, Y):
    return -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))


def backpropagate(p, cache, X, Y):
    m = X.shape[1]
    A1, A2 = cache["A1"], cache["A2"]
    dZ2 = A2 - Y
    dZ1 = np.dot(p["W2"].T, dZ2) * (1 - np.power(A1, 2))
    return {"dW1": np.dot(dZ1, X.T) / m, "db1": dZ1.sum(axis=1, keepdims=True) / m,
            "dW2": np.dot(dZ2, A1.T) / m, "db2": dZ2.sum(axis=1, keepdims=True) / m}


def cost_and_grads(p, X, Y):
    A2, cache = propagate(p, X)
    return xent(A2, Y), backpropagate(p, cache, X, Y)


def cases():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(3, 6)), (rng.normal(size=(1, 6)) > 0) * 1.0
    return {"cost_and_grads": (init(3, 4, 0), X, y)}
