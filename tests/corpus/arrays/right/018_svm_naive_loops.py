import numpy as np


def svm_loss_naive(W, X, y, reg):
    """Structured SVM loss with loops. W (D, C), X (N, D), y (N,)."""
    dW = np.zeros(W.shape)
    num_classes = W.shape[1]
    num_train = X.shape[0]
    loss = 0.0
    for i in range(num_train):
        scores = X[i].dot(W)
        correct_class_score = scores[y[i]]
        for j in range(num_classes):
            if j == y[i]:
                continue
            margin = scores[j] - correct_class_score + 1
            if margin > 0:
                loss += margin
                dW[:, j] += X[i]
                dW[:, y[i]] -= X[i]
    loss /= num_train
    dW /= num_train
    loss += reg * np.sum(W * W)
    dW += reg * 2 * W
    return loss, dW


def cases():
    rng = np.random.default_rng(18)
    W = 0.5 * rng.normal(size=(6, 3))
    X = rng.normal(size=(5, 6))
    y = np.array([1, 2, 0, 2, 1])
    return {"svm_loss_naive": (W, X, y, 0.02)}
