# right
import numpy as np

rng = np.random.default_rng(11)
V = (rng.random((36, 8)) < np.repeat(rng.random((36, 2)), 4, axis=1)).astype(float)
W = rng.normal(size=(8, 3)) * 0.3
bh, bv = np.zeros(3), np.zeros(8)
sig = lambda z: 1 / (1 + np.exp(-z))

for epoch in range(100):
    h = sig(V @ W + bh)
    r = sig(h @ W.T + bv)
    loss = -np.sum(V * np.log(r) + (1 - V) * np.log(1 - r)) / len(V)
    dr = (r - V) / len(V)
    dbv = dr.sum(axis=0)
    dh = dr @ W * h * (1 - h)
    dbh = dh.sum(axis=0)
    dW = V.T @ dh + dr.T @ h
    W -= 0.3 * dW
    bh -= 0.3 * dbh
    bv -= 0.3 * dbv
    if epoch % 25 == 0:
        print(epoch, loss)
