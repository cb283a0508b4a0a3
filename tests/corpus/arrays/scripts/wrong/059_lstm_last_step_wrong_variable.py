# expect: 40 wrong-variable
import numpy as np

rng = np.random.default_rng(6)
T, N, D, H = 4, 8, 3, 4
X = rng.normal(size=(T, N, D))
Y = X[:, :, :1].sum(axis=0)
sigmoid = lambda v: 1 / (1 + np.exp(-v))

Wx = rng.normal(size=(D, 4 * H)) * 0.4
Wh = rng.normal(size=(H, 4 * H)) * 0.4
b = np.zeros(4 * H)
Wo = rng.normal(size=(H, 1))
for it in range(60):
    h, c = np.zeros((N, H)), np.zeros((N, H))
    store = []
    for t in range(T):
        gates = X[t] @ Wx + h @ Wh + b
        i = sigmoid(gates[:, :H])
        f = sigmoid(gates[:, H:2*H])
        o = sigmoid(gates[:, 2*H:3*H])
        g = np.tanh(gates[:, 3*H:])
        h_prev, c_prev = h, c
        c = f * c_prev + i * g
        h = o * np.tanh(c)
        store.append((i, f, o, g, c, c_prev, h_prev))
    out = h @ Wo
    loss = np.mean((out - Y) ** 2)

    dout = 2 * (out - Y) / N
    dWo = h.T @ dout
    dh = dout @ Wo.T
    dc = np.zeros_like(c)
    dWx, dWh, db = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(b)
    for t in range(T - 1, -1, -1):
        i, f, o, g, c, c_prev, h_prev = store[t]
        do = dh * np.tanh(c)
        dc = dc + dh * o * (1 - np.tanh(c) ** 2)
        di = dc * g
        df = dc * c
        dg = dc * i
        dgates = np.hstack([di * i * (1 - i), df * f * (1 - f), do * o * (1 - o), dg * (1 - g ** 2)])
        dWx += X[t].T @ dgates
        dWh += h_prev.T @ dgates
        db += dgates.sum(axis=0)
        dh = dgates @ Wh.T
        dc = dc * f
    Wx -= 0.1 * dWx
    Wh -= 0.1 * dWh
    b -= 0.1 * db
    Wo -= 0.1 * dWo
    if it % 20 == 0:
        print(it, loss)
