"""Softmax regression with label smoothing, AdamW on minibatches, cosine learning rate."""
import numpy as np


def log_softmax(z):
    z = z - z.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))


def batches(X, y, size, rng):
    order = rng.permutation(len(X))
    for lo in range(0, len(X), size):
        sel = order[lo:lo + size]
        yield X[sel], y[sel]


rng = np.random.default_rng(2024)
C, d = 4, 6
centres = rng.normal(0, 2, (C, d))
y_all = rng.integers(0, C, 160)
X_all = centres[y_all] + rng.normal(0, 1.5, (160, d))
W, b = np.zeros((d, C)), np.zeros(C)
mW, vW, mb, vb = np.zeros_like(W), np.zeros_like(W), np.zeros_like(b), np.zeros_like(b)
smooth, b1, b2, decay, step, epochs = 0.1, 0.9, 0.99, 0.01, 0, 12
for epoch in range(epochs):
    lr = 0.05 * 0.5 * (1 + np.cos(np.pi * epoch / epochs))
    seen = []
    for xb, yb in batches(X_all, y_all, 32, rng):
        n = len(xb)
        target = np.full((n, C), smooth / C)
        target[np.arange(n), yb] += 1 - smooth
        lp = log_softmax(xb @ W + b)
        loss = -(target * lp).sum() / n
        dz = (np.exp(lp) - target) / n
        gW, gb = xb.T @ dz, dz.sum(axis=0)
        step += 1
        mW = b1 * mW + (1 - b1) * gW
        vW = b2 * vW + (1 - b2) * gW ** 2
        mb = b1 * mb + (1 - b1) * gb
        vb = b2 * vb + (1 - b2) * gb ** 2
        c1, c2 = 1 - b1 ** step, 1 - b2 ** step
        W = W - lr * ((mW / c1) / (np.sqrt(vW / c2) + 1e-8) + decay * W)
        b = b - lr * (mb / c1) / (np.sqrt(vb / c2) + 1e-8)
        seen.append(loss)
    if epoch % 4 == 0:
        print(epoch, np.mean(seen))
