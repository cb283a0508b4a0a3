# right
import numpy as np


def svm_loss(W, X, y, delta):
    num_train = X.shape[0]
    dW = np.zeros_like(W)
    loss = 0.0
    for i in range(num_train):
        s = X[i] @ W
        for j in range(W.shape[1]):
            if j == y[i]:
                continue
            m = s[j] - s[y[i]] + delta
            if m > 0:
                loss += m
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    loss /= num_train
    dW /= num_train
    return loss, dW


def cases():
    rng = np.random.default_rng(0)
    return {"svm_loss": (rng.normal(size=(5, 3)), rng.normal(size=(4, 5)), np.array([2, 0, 2, 1]), 0.8)}
