# expect: 34 wrong-variable
import numpy as np

# remember-the-first-symbol task, one LSTM, biases folded into a constant input
sig = lambda a: 1 / (1 + np.exp(-a))
rng = np.random.default_rng(29)
B, T, H = 24, 5, 6
W = rng.normal(0, .4, (2 + H, 4 * H))
V = rng.normal(0, .4, (H, 1))
for it in range(40):
    sym = rng.integers(0, 2, (T, B)) * 2. - 1
    y = (sym[0] > 0).astype(float)[:, None]
    h, c = np.zeros((B, H)), np.zeros((B, H))
    steps = []
    for t in range(T):
        inp = np.hstack([sym[t][:, None], np.ones((B, 1)), h])
        a = inp @ W
        i, f, o, g = sig(a[:, :H]), sig(a[:, H:2*H]), sig(a[:, 2*H:3*H]), np.tanh(a[:, 3*H:])
        c_old = c
        c = f * c_old + i * g
        h = o * np.tanh(c)
        steps.append((inp, i, f, o, g, c_old, c))
    p = sig(h @ V)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    dlogit = (p - y) / B
    dV = h.T @ dlogit
    dh = dlogit @ V.T
    dc = np.zeros((B, H))
    dW = np.zeros_like(W)
    for inp, i, f, o, g, c_old, c_t in steps[::-1]:
        tc = np.tanh(c_t)
        dc = dc + dh * o * (1 - tc ** 2)
        da = np.hstack([dc * g * i * (1 - i), dc * c_t * f * (1 - f), dh * tc * o * (1 - o), dc * i * (1 - g ** 2)])
        dW += inp.T @ da
        dh = (da @ W.T)[:, 2:]
        dc = dc * f
    W -= 1.0 * dW
    V -= 1.0 * dV
    if it % 10 == 0:
        print(it, loss)
