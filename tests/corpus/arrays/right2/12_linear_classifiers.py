import numpy as np


def softmax_loss(W, X, y, reg):
    n = X.shape[0]
    s = X @ W
    s -= s.max(1, keepdims=True)
    e = np.exp(s)
    p = e / e.sum(1, keepdims=True)
    loss = -np.log(p[np.arange(n), y]).mean() + reg * np.sum(W * W)
    p[np.arange(n), y] -= 1
    dW = X.T @ p / n + 2 * reg * W
    return loss, dW


def crammer_singer_loss(W, X, y, C):
    """multi-class hinge on the worst offender"""
    n = len(y)
    s = X.dot(W)
    m = s - s[np.arange(n), y][:, None] + 1
    m[np.arange(n), y] = 0
    j = m.argmax(1)
    worst = m[np.arange(n), j]
    G = np.zeros_like(s)
    np.add.at(G, (np.arange(n), j), 1.0)
    np.add.at(G, (np.arange(n), y), -1.0)
    return 0.5 * (W ** 2).sum() + C * worst.sum(), W + C * X.T.dot(G)


def squared_hinge_loss(W, X, y, reg):
    n = len(X)
    dW = np.zeros(W.shape)
    loss = 0.0
    for xi, yi in zip(X, y):
        sc = xi @ W
        for k in range(W.shape[1]):
            if k == yi:
                continue
            h = max(0.0, sc[k] - sc[yi] + 1.0)
            loss += h * h / n
            dW[:, k] += 2 * h * xi / n
            dW[:, yi] -= 2 * h * xi / n
    return loss + reg * (W ** 2).sum(), dW + reg * 2 * W


def cases():
    r = np.random.RandomState(12)
    W, X, y = r.randn(4, 3) * .3, r.randn(10, 4), r.randint(0, 3, 10)
    return {'softmax_loss': (W, X, y, 0.1), 'crammer_singer_loss': (W, X, y, 0.5), 'squared_hinge_loss': (W, X, y, 0.05)}
