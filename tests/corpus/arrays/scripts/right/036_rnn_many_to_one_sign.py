import numpy as np

np.random.seed(23)
N, T, D, H = 16, 6, 2, 5
X = np.random.randn(N, T, D)
y = (X[:, :, 0].sum(axis=1) > 0).astype(float)

Wx = np.random.randn(D, H) * 0.4
Wh = np.random.randn(H, H) * 0.4
b = np.zeros(H)
v = np.random.randn(H) * 0.4
c = 0.0

for epoch in range(100):
    hs = np.zeros((T + 1, N, H))
    for t in range(T):
        hs[t + 1] = np.tanh(X[:, t] @ Wx + hs[t] @ Wh + b)
    p = 1 / (1 + np.exp(-(hs[T] @ v + c)))
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    do = (p - y) / N
    dv = hs[T].T @ do
    dc = do.sum()
    dh = np.outer(do, v)
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    for t in reversed(range(T)):
        dz = dh * (1 - hs[t + 1] ** 2)
        dWx += X[:, t].T @ dz
        dWh += hs[t].T @ dz
        db += dz.sum(axis=0)
        dh = dz @ Wh.T

    Wx -= 0.5 * dWx
    Wh -= 0.5 * dWh
    b -= 0.5 * db
    v -= 0.5 * dv
    c -= 0.5 * dc
    if epoch % 25 == 0:
        print('Epoch %d, loss %.4f, acc %.2f' % (epoch, loss, np.mean((p > 0.5) == y)))
