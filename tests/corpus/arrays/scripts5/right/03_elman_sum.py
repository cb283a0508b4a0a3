import numpy as np

# an Elman net learns a running mean of its input
rng = np.random.default_rng(2)
T, N, H = 5, 8, 4
Wx = rng.normal(0, .5, (1, H))
Wh = rng.normal(0, .5, (H, H))
Wo = rng.normal(0, .5, (H, 1))
bo = np.zeros(1)
params = [Wx, Wh, Wo, bo]
for it in range(50):
    x = rng.normal(size=(T, N, 1))
    target = np.cumsum(x, axis=0) / np.arange(1, T + 1).reshape(T, 1, 1)
    h = np.zeros((T + 1, N, H))
    out = np.zeros((T, N, 1))
    for t in range(T):
        h[t + 1] = np.tanh(x[t] @ Wx + h[t] @ Wh)
        out[t] = h[t + 1] @ Wo + bo
    diff = out - target
    loss = 0.5 * np.sum(diff ** 2) / N

    gWx, gWh, gWo, gbo = [np.zeros_like(p) for p in params]
    back = np.zeros((N, H))
    for t in reversed(range(T)):
        dy = diff[t] / N
        gWo += h[t + 1].T @ dy
        gbo += dy.sum(axis=0)
        dpre = (dy @ Wo.T + back) * (1 - h[t + 1] ** 2)
        gWx += x[t].T @ dpre
        gWh += h[t].T @ dpre
        back = dpre @ Wh.T
    for p, g in zip(params, (gWx, gWh, gWo, gbo)):
        p -= 0.05 * g
print(loss)
