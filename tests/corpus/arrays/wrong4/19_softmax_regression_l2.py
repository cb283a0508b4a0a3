# expect: 16 regularisation-mismatch
import numpy as np


def custo(W, b, X, rotulos, reg=0.2):
    """regressão softmax; o viés não entra na regularização"""
    n = X.shape[0]
    Z = X.dot(W) + b
    Z = Z - Z.max(axis=1, keepdims=True)
    logp = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    perda = -logp[range(n), rotulos].mean() + reg / 2 * np.sum(W * W)
    D = np.exp(logp)
    D[range(n), rotulos] -= 1
    D /= n
    dW = X.T.dot(D) + reg * W
    db = D.sum(axis=0) + reg * b
    return perda, {"W": dW, "b": db}


def cases():
    r = np.random.default_rng(23)
    return {"custo": (r.normal(size=(4, 3)), r.normal(size=3), r.normal(size=(6, 4)), r.integers(0, 3, 6))}
