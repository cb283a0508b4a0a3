# dropout + weight decay + early stopping on a held-out set; no loss printed on the training data
import numpy as np
rng = np.random.default_rng(90)
X = rng.normal(size=(120, 5))
y = (np.sin(X[:, [0]]) + X[:, [1]] * X[:, [2]] + 0.3 * rng.normal(size=(120, 1)))
Xtr, ytr, Xva, yva = X[:80], y[:80], X[80:], y[80:]
W1 = rng.normal(size=(5, 24)) * 0.4
c1 = np.zeros(24)
W2 = rng.normal(size=(24, 1)) * 0.2
c2 = np.zeros(1)
keep, wd, lr = 0.8, 1e-3, 0.1
best, patience, wait = np.inf, 15, 0
for epoch in range(300):
    a = np.tanh(Xtr @ W1 + c1)
    mask = (rng.random(a.shape) < keep) / keep
    ad = a * mask
    out = ad @ W2 + c2
    e = (out - ytr) / len(ytr)
    gW2 = ad.T @ e + wd * W2
    gc2 = e.sum(axis=0)
    da = (e @ W2.T) * mask
    dpre = da * (1 - a * a)
    gW1 = Xtr.T @ dpre + wd * W1
    gc1 = dpre.sum(axis=0)
    W1 -= lr * gW1
    c1 -= lr * gc1
    W2 -= lr * gW2
    c2 -= lr * gc2

    val = np.mean((np.tanh(Xva @ W1 + c1) @ W2 + c2 - yva) ** 2)
    if val < best - 1e-4:
        best, wait, kept = val, 0, (W1.copy(), c1.copy(), W2.copy(), c2.copy())
    else:
        wait += 1
        if wait > patience:
            print('stopped at', epoch)
            break
print('best validation mse', best)
