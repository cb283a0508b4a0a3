import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    rows = np.arange(N)
    scores = X @ W
    margins = np.maximum(0, scores - scores[rows, y].reshape(-1, 1) + 1.0)
    margins[rows, y] = 0
    loss = margins.sum() / N + 0.5 * reg * np.sum(W**2)

    counts = np.zeros_like(margins)
    counts[margins > 0] = 1
    counts[rows, y] = -counts.sum(axis=1)
    dW = X.T.dot(counts) / N + reg * W
    return loss, dW


def cases():
    rng = np.random.default_rng(19)
    W = rng.normal(size=(5, 3)) * 0.4
    X = rng.normal(size=(4, 5))
    y = np.array([2, 0, 2, 1])
    return {"svm_loss_vectorized": (W, X, y, 0.1)}
