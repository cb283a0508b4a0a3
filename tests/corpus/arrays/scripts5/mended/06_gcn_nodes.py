# right
import numpy as np

A = np.array([[0, 1, 0, 0, 1, 0], [1, 0, 1, 0, 0, 0], [0, 1, 0, 1, 0, 0],
              [0, 0, 1, 0, 1, 1], [1, 0, 0, 1, 0, 0], [0, 0, 0, 1, 0, 0]], float) + np.eye(6)
P = A / A.sum(axis=1, keepdims=True)
rng = np.random.default_rng(5)
X = rng.normal(size=(6, 4))
y = np.array([0., 0, 1, 1, 0, 1])
W1, w2 = rng.normal(size=(4, 3)), rng.normal(size=3)
for epoch in range(100):
    M = P @ X
    Z = M @ W1
    H = np.maximum(Z, 0)
    logit = P @ (H @ w2)
    p = 1 / (1 + np.exp(-logit))
    loss = -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()
    dlogit = (p - y) / 6
    dHw = P.T @ dlogit
    dw2 = H.T @ dHw
    dZ = np.outer(dHw, w2) * (Z > 0)
    dW1 = M.T @ dZ
    W1 -= 0.5 * dW1
    w2 -= 0.5 * dw2
print(loss, p.round(2))
