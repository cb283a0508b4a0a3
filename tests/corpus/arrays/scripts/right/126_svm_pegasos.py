# linear SVM, sub-gradient descent on mini-batches (Pegasos schedule)
import numpy as np

rng = np.random.default_rng(5)
A = rng.normal(loc=(1.5, 1.0), size=(100, 2))
B = rng.normal(loc=(-1.0, -1.5), size=(100, 2))
X = np.vstack([A, B])
X = np.hstack([X, np.ones((200, 1))])
y = np.r_[np.ones(100), -np.ones(100)]

lam = 0.05
w = 0.1 * rng.normal(size=3)
for t in range(1, 401):
    idx = rng.choice(200, 16, replace=False)
    xb, yb = X[idx], y[idx]
    margin = yb * xb.dot(w)
    loss = lam / 2 * w.dot(w) + np.maximum(0, 1 - margin).mean()
    viol = margin < 1
    subgrad = lam * w - (yb[viol, None] * xb[viol]).sum(axis=0) / len(idx)
    w -= 1 / (lam * t) * subgrad
    # projection onto the ball of radius 1/sqrt(lam)
    norm = np.linalg.norm(w)
    if norm > 1 / np.sqrt(lam):
        w *= 1 / np.sqrt(lam) / norm
    if t % 100 == 0:
        print(t, loss, 'acc', np.mean(np.sign(X @ w) == y))
