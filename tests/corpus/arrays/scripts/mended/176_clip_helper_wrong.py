# clip helper wrong
import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3))
y = X @ np.array([1.0, -2.0, 0.5]) + 0.1 * rng.normal(size=20)

def clip_by_norm(g, m):
    n = np.linalg.norm(g)
    return g * (m / n) if n > m else g
w = np.zeros(3)
for it in range(4):
    r = X @ w - y
    loss = np.mean(r ** 2)
    dw = 2 * X.T @ r / len(y)
    dw = clip_by_norm(dw, 0.5)
    w -= 0.1 * dw
print(loss)
