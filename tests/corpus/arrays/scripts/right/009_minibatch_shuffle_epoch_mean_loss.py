import numpy as np

rng = np.random.default_rng(0)
n, d = 40, 5
X = rng.standard_normal((n, d))
true_w = np.array([1.5, -2.0, 0.5, 0.0, 3.0])
y = X @ true_w + 0.7 + 0.1 * rng.standard_normal(n)

w = np.zeros(d)
b = 0.0
lr = 0.05
batch = 8

history = []
for epoch in range(20):
    perm = rng.permutation(n)
    total = 0.0
    n_batches = 0
    for start in range(0, n, batch):
        idx = perm[start:start + batch]
        xb, yb = X[idx], y[idx]
        err = xb @ w + b - yb
        loss = 0.5 * np.mean(err ** 2)
        dw = xb.T @ err / len(idx)
        db = err.mean()
        w -= lr * dw
        b -= lr * db
        total += loss
        n_batches += 1
    epoch_loss = total / n_batches
    history.append(epoch_loss)
    print(f"epoch {epoch:2d}  loss {epoch_loss:.4f}")
