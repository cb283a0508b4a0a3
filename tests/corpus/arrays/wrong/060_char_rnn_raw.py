# expect: 30 missing-local-derivative, wrong-variable
# expect: 29 elementwise-for-matmul
import numpy as np


def lossFun(Wxh, Whh, Why, bh, by, inputs, targets):
    V, H = Why.shape
    xs, hs, ps = {}, {-1: np.zeros((H, 1))}, {}
    loss = 0
    for t in range(len(inputs)):
        xs[t] = np.zeros((V, 1))
        xs[t][inputs[t]] = 1
        hs[t] = np.tanh(np.dot(Wxh, xs[t]) + np.dot(Whh, hs[t - 1]) + bh)
        ys = np.dot(Why, hs[t]) + by
        ps[t] = np.exp(ys) / np.sum(np.exp(ys))
        loss += -np.log(ps[t][targets[t], 0])
    dWxh, dWhh, dWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
    dbh, dby = np.zeros_like(bh), np.zeros_like(by)
    dhnext = np.zeros_like(hs[0])
    for t in reversed(range(len(inputs))):
        dy = np.copy(ps[t])
        dy[targets[t]] -= 1
        dWhy += np.dot(dy, hs[t].T)
        dby += dy
        dh = np.dot(Why.T, dy) + dhnext
        dhraw = (1 - hs[t] * hs[t]) * dh
        dbh += dhraw
        dWxh += np.dot(dhraw, xs[t].T)
        dWhh += dhraw * hs[t - 1]
        dhnext = np.dot(Whh.T, dh)
    return loss, dWxh, dWhh, dWhy, dbh, dby


def cases():
    rng = np.random.default_rng(0)
    V, H = 6, 4
    return {
        "lossFun": (
            rng.normal(size=(H, V)),
            rng.normal(size=(H, H)) * 0.5,
            rng.normal(size=(V, H)),
            rng.normal(size=(H, 1)),
            rng.normal(size=(V, 1)),
            np.array([1, 0, 3, 1, 5]),
            np.array([0, 3, 1, 5, 5]),
        )
    }
