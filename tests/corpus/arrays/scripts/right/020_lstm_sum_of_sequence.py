import numpy as np

np.random.seed(17)
def sig(x): return 1. / (1. + np.exp(-x))

T, D, H = 5, 2, 4
xs = np.random.randn(T, D)
target = np.cumsum(xs[:, 0])

W = np.random.randn(4 * H, D + H) * 0.4
b = np.zeros(4 * H)
Wy = np.random.randn(H) * 0.4
by = 0.0
lr = 0.02

for it in range(150):
    h = np.zeros(H); c = np.zeros(H)
    cache = []
    loss = 0
    dys = []
    for t in range(T):
        z = np.concatenate([xs[t], h])
        a = W @ z + b
        i, f, o = sig(a[:H]), sig(a[H:2*H]), sig(a[2*H:3*H])
        g = np.tanh(a[3*H:])
        c_prev = c
        c = f * c_prev + i * g
        tc = np.tanh(c)
        h = o * tc
        y = Wy @ h + by
        loss += 0.5 * (y - target[t]) ** 2
        dys.append(y - target[t])
        cache.append((z, i, f, o, g, c_prev, tc, h))

    dW = np.zeros_like(W); db = np.zeros_like(b)
    dWy = np.zeros_like(Wy); dby = 0.0
    dh_next = np.zeros(H); dc_next = np.zeros(H)
    for t in range(T - 1, -1, -1):
        z, i, f, o, g, c_prev, tc, h = cache[t]
        dWy += dys[t] * h
        dby += dys[t]
        dh = dys[t] * Wy + dh_next
        do = dh * tc
        dc = dh * o * (1 - tc ** 2) + dc_next
        di = dc * g
        dg = dc * i
        df = dc * c_prev
        da = np.concatenate([di * i * (1 - i), df * f * (1 - f), do * o * (1 - o), dg * (1 - g ** 2)])
        dW += np.outer(da, z)
        db += da
        dh_next = (W.T @ da)[D:]
        dc_next = dc * f

    for p, dp in ((W, dW), (b, db), (Wy, dWy)):
        p -= lr * np.clip(dp, -1, 1)
    by -= lr * dby
    if it % 50 == 0:
        print('it', it, 'loss', loss)
