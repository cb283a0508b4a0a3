# expect: 33 wrong-power
import numpy as np

np.random.seed(36)
N, D, H = 20, 3, 5
X = np.random.randn(N, D) * 2 + 0.5
t = np.sin(X[:, :1]) + X[:, 1:2]
W1 = np.random.randn(D, H) * 0.6
gamma = 1 + 0.2 * np.random.randn(H)
beta = 0.1 * np.random.randn(H)
W2 = np.random.randn(H, 1) * 0.6
eps = 1e-5
lr = 0.05

for it in range(100):
    a = X @ W1
    mu = a.mean(axis=0)
    xmu = a - mu
    var = (xmu ** 2).mean(axis=0)
    istd = 1 / np.sqrt(var + eps)
    xhat = xmu * istd
    z = gamma * xhat + beta
    h = np.tanh(z)
    y = h @ W2
    loss = np.mean((y - t) ** 2)

    dy = 2 * (y - t) / N
    dW2 = h.T @ dy
    dz = (dy @ W2.T) * (1 - h ** 2)
    dgamma = (dz * xhat).sum(axis=0)
    dbeta = dz.sum(axis=0)
    dxhat = dz * gamma
    dvar = (dxhat * xmu).sum(axis=0) * -0.5 * istd ** 2
    dxmu = dxhat * istd + dvar * 2 * xmu / N
    da = dxmu - dxmu.mean(axis=0)
    dW1 = X.T @ da
    W1 -= lr * dW1
    W2 -= lr * dW2
    gamma = gamma - lr * dgamma
    beta = beta - lr * dbeta
    if it % 50 == 0:
        print(it, loss)
