# right
import numpy as np


def softmax_loss_vectorized(W, X, y, reg):
    num_train = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1, keepdims=True)
    probs = np.exp(scores)
    probs /= probs.sum(axis=1, keepdims=True)
    loss = -np.log(probs[np.arange(num_train), y]).sum() / num_train
    loss += reg * np.sum(W * W)

    dscores = probs.copy()
    dscores[np.arange(num_train), y] -= 1
    dW = X.T.dot(dscores) / num_train
    dW += 2 * reg * W
    return loss, dW


def cases():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(6, 4))
    W = rng.normal(size=(4, 3))
    y = np.array([0, 2, 1, 1, 0, 2])
    return {"softmax_loss_vectorized": (W, X, y, 0.05)}
