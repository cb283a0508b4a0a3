import numpy as np

def toy(n_per, rng):
    centers = np.array([[2., 0.], [-1., 2.], [-1., -2.], [3., 3.]])
    pts = np.concatenate([c + rng.normal(0, .8, (n_per, 2)) for c in centers])
    lab = np.repeat(np.arange(4), n_per)
    return pts, lab

rng = np.random.default_rng(1)
X, y = toy(25, rng)
X = np.hstack((X, np.ones((len(X), 1))))  # bias trick
N = len(X)
W = rng.normal(0, 1e-2, (3, 4))
reg = 5e-3
lr = 0.1
for t in range(150):
    S = X.dot(W)
    right = S[np.arange(N), y][:, np.newaxis]
    margins = np.maximum(0, S - right + 1)
    margins[np.arange(N), y] = 0
    loss = margins.sum() / N + reg * np.sum(W * W)

    binary = (margins > 0).astype(float)
    binary[np.arange(N), y] = -binary.sum(axis=1)
    dW = X.T.dot(binary) / N + 2 * reg * W
    W -= lr * dW
    lr *= 0.99
    if not t % 30:
        print(t, loss)
print('acc', (X.dot(W).argmax(1) == y).mean())
