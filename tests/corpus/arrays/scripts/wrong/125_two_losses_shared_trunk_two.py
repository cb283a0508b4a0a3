# expect: 22 constant-factor
# expect: 26 overwritten-path, missing-path
import numpy as np

np.random.seed(107)
X = np.random.randn(18, 4)
y_reg = X[:, :1] * 2 + X[:, 1:2]
y_cls = (X[:, 2:3] > 0).astype(float)
W = np.random.randn(4, 5) * 0.5
Vr = np.random.randn(5, 1) * 0.5
Vc = np.random.randn(5, 1) * 0.5
lam = 0.3
n = len(X)
for step in range(120):
    h = np.tanh(X @ W)
    r = h @ Vr
    p = 1 / (1 + np.exp(-(h @ Vc)))
    loss_r = np.mean((r - y_reg) ** 2)
    loss_c = -np.mean(y_cls * np.log(p) + (1 - y_cls) * np.log(1 - p))
    loss = loss_r + lam * loss_c
    dr = 2 * (r - y_reg) / n
    dlog = (p - y_cls) / n
    dVr = h.T @ dr
    dVc = h.T @ dlog
    dh = dr @ Vr.T
    dh = dlog @ Vc.T
    dW = X.T @ (dh * (1 - h * h))
    W -= 0.1 * dW
    Vr -= 0.1 * dVr
    Vc -= 0.1 * dVc
    if step % 40 == 0:
        print(step, loss_r, loss_c)
