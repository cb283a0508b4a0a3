# normalized features head
import numpy as np

rng = np.random.default_rng(206)
X = rng.normal(size=(15, 4))
y = rng.integers(0, 3, 15)
W = rng.normal(size=(4, 3))
P = rng.normal(size=(3, 3))
temp = 0.5
for it in range(60):
    f = X @ W
    norm = np.sqrt(np.sum(f * f, axis=1, keepdims=True))
    u = f / norm
    s = u @ P / temp
    q = np.exp(s) / np.sum(np.exp(s), axis=1, keepdims=True)
    loss = -np.log(q[range(15), y]).mean()
    ds = q.copy()
    ds[range(15), y] -= 1
    ds /= 15
    du = ds @ P.T / temp
    dP = u.T @ ds / temp
    df = (du - u * np.sum(du * u, axis=1, keepdims=True)) / norm
    dW = X.T @ df
    W -= 0.2 * dW
    P -= 0.2 * dP
    if it % 20 == 0:
        print(it, loss)
