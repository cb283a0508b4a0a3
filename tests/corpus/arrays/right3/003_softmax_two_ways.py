# softmax loss with and without loops; reg enters as 1/2 reg |W|^2
import numpy as np


def softmax_naive(W, X, y, reg):
    N, C = X.shape[0], W.shape[1]
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(N):
        f = X[i] @ W
        f = f - f.max()
        p = np.exp(f) / np.exp(f).sum()
        loss -= np.log(p[y[i]])
        for c in range(C):
            dW[:, c] += (p[c] - (c == y[i])) * X[i]
    return loss / N + 0.5 * reg * (W ** 2).sum(), dW / N + reg * W


def softmax_fast(W, X, y, reg):
    N = len(X)
    f = X @ W
    f = f - f.max(axis=1)[:, None]
    logp = f - np.log(np.exp(f).sum(axis=1))[:, None]
    rows = np.arange(N)
    loss = -logp[rows, y].mean() + 0.5 * reg * (W ** 2).sum()
    d = np.exp(logp)
    d[rows, y] -= 1
    return loss, X.T @ d / N + reg * W


if __name__ == "__main__":
    r = np.random.RandomState(0)
    W, X, y = r.randn(5, 3), r.randn(7, 5), r.randint(3, size=7)
    a, b = softmax_naive(W, X, y, 0.2), softmax_fast(W, X, y, 0.2)
    print(abs(a[0] - b[0]), np.abs(a[1] - b[1]).max())


def cases():
    rng = np.random.default_rng(0)
    W, X, y = rng.normal(size=(4, 3)), rng.normal(size=(6, 4)), np.array([0, 2, 1, 1, 0, 2])
    return {"softmax_naive": (W, X, y, 0.3), "softmax_fast": (W, X, y, 0.3)}
