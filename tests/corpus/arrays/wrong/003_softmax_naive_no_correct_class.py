# expect: 14/15/16 missing-path
import numpy as np


def softmax_loss_naive(W, X, y, reg):
    loss = 0.0
    dW = np.zeros_like(W)
    num_train, num_classes = X.shape[0], W.shape[1]
    for i in range(num_train):
        scores = X[i].dot(W)
        scores = scores - np.max(scores)
        p = np.exp(scores) / np.sum(np.exp(scores))
        loss += -np.log(p[y[i]])
        for j in range(num_classes):
            dW[:, j] += p[j] * X[i]
    loss = loss / num_train + 0.5 * reg * np.sum(W**2)
    dW = dW / num_train + reg * W
    return loss, dW


def cases():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(5, 4))
    W = rng.normal(size=(4, 3))
    y = np.array([2, 0, 1, 2, 0])
    return {"softmax_loss_naive": (W, X, y, 0.1)}
