# right
import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    N = X.shape[0]
    scores = X @ W
    correct = scores[np.arange(N), y][:, None]
    margins = np.maximum(0, scores - correct + 1)
    margins[np.arange(N), y] = 0
    loss = np.sum(margins) / N + reg * np.sum(W * W)

    mask = (margins > 0).astype(float)
    row_sum = np.sum(mask, axis=1)
    mask[np.arange(N), y] = -row_sum
    dW = X.T @ mask / N + 2 * reg * W
    return loss, dW


def cases():
    rng = np.random.default_rng(1)
    X = rng.normal(size=(6, 5))
    W = rng.normal(size=(5, 4)) * 0.2
    y = np.array([3, 2, 1, 1, 0, 2])
    return {"svm_loss_vectorized": (W, X, y, 0.03)}
