import numpy as np


def _probs(X, W):
    s = X @ W
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s)
    return p / p.sum(axis=1, keepdims=True)


def focal_loss(W, X, y, gamma):
    n = len(y)
    p = _probs(X, W)
    pt = p[np.arange(n), y]
    loss = -np.mean((1 - pt) ** gamma * np.log(pt))
    dpt = (gamma * (1 - pt) ** (gamma - 1) * np.log(pt) - (1 - pt) ** gamma / pt) / n
    ds = -p * (dpt * pt)[:, None]
    ds[np.arange(n), y] += dpt * pt
    return loss, X.T @ ds


def smoothed_loss(W, X, y, eps):
    k = W.shape[1]
    target = np.full((len(y), k), eps / k)
    target[np.arange(len(y)), y] += 1 - eps
    p = _probs(X, W)
    return -(target * np.log(p)).sum(1).mean(), X.T @ (p - target) / len(y)


def dice_loss(w, X, y, smooth):
    p = 1 / (1 + np.exp(-X @ w))
    inter, total = (p * y).sum(), p.sum() + y.sum()
    num, den = 2 * inter + smooth, total + smooth
    dp = -(2 * y * den - num) / den ** 2
    return 1 - num / den, X.T @ (dp * p * (1 - p))


def balanced_bce_loss(w, b, X, y, pos_weight):
    z = X @ w + b
    sw = np.where(y == 1, pos_weight, 1.0)
    loss = np.dot(sw, np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))) / sw.sum()
    dz = sw * (1 / (1 + np.exp(-z)) - y) / sw.sum()
    return loss, {'w': X.T @ dz, 'b': dz.sum()}


def cosface_loss(W, X, y, scale, margin):
    """additive cosine margin (CosFace): the columns and rows are normalised"""
    nx, nw = np.linalg.norm(X, axis=1, keepdims=True), np.linalg.norm(W, axis=0)
    U, V = X / nx, W / nw
    s = scale * (U @ V)
    s[np.arange(len(y)), y] -= scale * margin
    s -= s.max(1, keepdims=True)
    lp = s - np.log(np.exp(s).sum(1, keepdims=True))
    g = np.exp(lp)
    g[np.arange(len(y)), y] -= 1
    dV = scale * U.T @ g / len(y)
    return -lp[np.arange(len(y)), y].mean(), (dV - V * (V * dV).sum(0)) / nw


def cases():
    r = np.random.RandomState(29)
    W, X, y = r.randn(4, 3) * .5, r.randn(8, 4), r.randint(0, 3, 8)
    yb = (r.rand(8) < .5).astype(float)
    return {'focal_loss': (W, X, y, 2.0), 'smoothed_loss': (W, X, y, .1), 'dice_loss': (W[:, 0], X, yb, 1.0),
            'balanced_bce_loss': (W[:, 1], 0.2, X, yb, 3.0), 'cosface_loss': (W, X, y, 4.0, .2)}
