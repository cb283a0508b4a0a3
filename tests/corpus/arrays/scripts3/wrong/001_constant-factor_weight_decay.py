# expect: 21 constant-factor
import numpy as np

# softmax regression on three blobs, ridge penalty on W
rng = np.random.RandomState(1)
means = np.array([[0, 2], [2, -1], [-2, -1]])
X = np.vstack([m + rng.randn(30, 2) for m in means])
y = np.repeat(np.arange(3), 30)
N = len(y)
W = 0.1 * rng.randn(2, 3)
b = np.zeros(3)
lam = 0.05
for t in range(100):
    z = X @ W + b
    z = z - z.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).sum() / N + lam * np.sum(W ** 2)
    d = p.copy()
    d[np.arange(N), y] -= 1
    d = d / N
    dW = X.T @ d + lam * W
    db = d.sum(axis=0)
    W = W - 0.5 * dW
    b = b - 0.5 * db
    if t % 25 == 0:
        print(t, loss)
