# expect: 19 wrong-mask
# expect: 22 constant-factor
import numpy as np


def svm_loss_vectorized(W, X, y, reg):
    """
    Structured SVM loss function, vectorized implementation.
    W: (D, C), X: (N, D), y: (N,)
    """
    num_train = X.shape[0]
    scores = X.dot(W)
    correct_class_score = scores[np.arange(num_train), y].reshape(-1, 1)
    margin = scores - correct_class_score + 1
    margin[np.arange(num_train), y] = 0
    loss = np.sum(np.maximum(0, margin)) / num_train + reg * np.sum(W * W)

    mask = np.zeros(margin.shape)
    mask[scores > 0] = 1
    mask[np.arange(num_train), y] = 0
    mask[np.arange(num_train), y] = -np.sum(mask, axis=1)
    dW = X.T.dot(mask)
    dW += 2 * reg * W
    return loss, dW


def predict(W, X):
    return X.dot(W).argmax(axis=1)


def cases():
    rng = np.random.default_rng(0)
    W, X, y = rng.normal(size=(4, 3)), rng.normal(size=(7, 4)), np.array([0, 1, 2, 2, 1, 0, 1])
    return {"svm_loss_vectorized": (W, X, y, 0.4)}
