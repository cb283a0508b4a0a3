# expect: 21 wrong-index
import numpy as np

rng = np.random.default_rng(2)
T, N, D, H = 4, 6, 2, 3
X = rng.normal(size=(T, N, D))
y = X[0, :, 0] - X[1, :, 1]
Wx, Wh, v = rng.normal(size=(D, H)), rng.normal(size=(H, H)), rng.normal(size=H)
for it in range(100):
    hs = [np.zeros((N, H))]
    for t in range(T):
        hs.append(np.tanh(X[t] @ Wx + hs[t] @ Wh))
    err = hs[-1] @ v - y
    loss = 0.5 * np.mean(err ** 2)
    dv = hs[-1].T @ err / N
    dh = np.outer(err, v) / N
    dWx, dWh = np.zeros_like(Wx), np.zeros_like(Wh)
    for t in reversed(range(T)):
        da = dh * (1 - hs[t + 1] ** 2)
        dWx += X[t].T @ da
        dWh += hs[t + 1].T @ da
        dh = da @ Wh.T
    Wx -= 0.1 * dWx
    Wh -= 0.1 * dWh
    v -= 0.1 * dv
print(loss)
