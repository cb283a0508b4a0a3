import numpy as np


def softmax_loss_naive(W, X, y, reg):
    loss = 0.0
    dW = np.zeros_like(W)
    num_train, num_classes = X.shape[0], W.shape[1]

    for i in range(num_train):
        f = X[i].dot(W)
        f = f - np.max(f)
        sum_exp = 0.0
        for j in range(num_classes):
            sum_exp += np.exp(f[j])
        loss += -f[y[i]] + np.log(sum_exp)
        for j in range(num_classes):
            p = np.exp(f[j]) / sum_exp
            if j == y[i]:
                dW[:, j] += (p - 1) * X[i]
            else:
                dW[:, j] += p * X[i]

    loss /= num_train
    dW /= num_train
    loss += reg * np.sum(W * W)
    dW += 2 * reg * W
    return loss, dW


def cases():
    rng = np.random.default_rng(15)
    W = rng.normal(size=(5, 3))
    X = rng.normal(size=(4, 5))
    y = np.array([0, 2, 1, 2])
    return {"softmax_loss_naive": (W, X, y, 0.05)}
