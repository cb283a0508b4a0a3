# residual block
import numpy as np

rng = np.random.default_rng(102)
X = rng.normal(size=(16, 4))
Y = X + 0.5 * np.maximum(0, X @ rng.normal(size=(4, 4)))
W1 = rng.normal(size=(4, 4)) * 0.5
W2 = rng.normal(size=(4, 4)) * 0.5
b = np.zeros(4)

for epoch in range(100):
    z = X @ W1 + b
    h = np.maximum(z, 0)
    u = h + X @ W2
    loss = np.sum((u - Y) ** 2) / (2 * len(X))

    du = (u - Y) / len(X)
    dz = du.copy()
    dz[z <= 0] = 0
    dW2 = X.T @ du
    dW1 = X.T @ dz
    db = dz.sum(axis=0)

    W1 = W1 - 0.2 * dW1
    W2 = W2 - 0.2 * dW2
    b = b - 0.2 * db
    if epoch % 25 == 0:
        print(f"epoch={epoch} loss={loss:.5f}")
