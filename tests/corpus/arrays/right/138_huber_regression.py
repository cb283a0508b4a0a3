import numpy as np


def huber_forward(pred, target, delta):
    r = pred - target
    small = np.abs(r) <= delta
    out = np.empty_like(r)
    out[small] = 0.5 * r[small] ** 2
    out[~small] = delta * (np.abs(r[~small]) - 0.5 * delta)
    return out, (r, small, delta)


def huber_backward(dout, cache):
    r, small, delta = cache
    g = r.copy()
    g[~small] = delta * np.sign(r[~small])
    g *= dout
    return g, -g


def huber_regression(W, b, X, Y, delta, reg):
    each, cache = huber_forward(X.dot(W) + b, Y, delta)
    loss = each.mean() + reg * np.abs(W).sum()
    g, _ = huber_backward(np.full(each.shape, 1 / each.size), cache)
    dW = X.T.dot(g) + reg * np.sign(W)
    db = g.sum(0)
    return loss, dW, db


def cases():
    rng = np.random.default_rng(138)
    N, D, M = 4, 5, 3
    X, W, b, Y = rng.normal(size=(N, D)), rng.normal(size=(D, M)), rng.normal(size=M), rng.normal(size=(N, M))
    pred = Y + 1.5 * rng.normal(size=(N, M))
    return {"huber": (pred, Y, 0.8), "huber_regression": (W, b, X, Y, 1.2, 0.05)}
