# expect: 23 broadcast-not-summed
import numpy as np
rng = np.random.default_rng(0)
N, D, H, C = 40, 5, 12, 3
X = rng.normal(size=(N, D))
y = rng.integers(0, C, N)
W1, b1 = rng.normal(size=(D, H)) * .5, np.zeros((1, H))
W2, b2 = rng.normal(size=(H, C)) * .5, np.zeros((1, C))
for it in range(60):
    h = np.tanh(X @ W1 + b1)
    s = h @ W2 + b2
    e = np.exp(s - s.max(1, keepdims=True))
    p = e / e.sum(1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(N), y]))
    ds = p
    ds[np.arange(N), y] -= 1
    ds /= N
    dW2 = h.T @ ds
    db2 = ds.sum(0, keepdims=True)
    dh = ds @ W2.T
    dz = dh * (1 - h * h)
    dW1 = X.T @ dz
    db1 = dz.sum(0, keepdims=True)
    W1 = W1 - 0.3 * dW1
    b1 = b1 - 0.3 * db1
    W2 = W2 - 0.3 * dW2
    b2 = b2 - 0.3 * db2
print('memorised random labels to', loss)
