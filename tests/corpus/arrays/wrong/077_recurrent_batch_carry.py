# expect: 11/19/23 accumulator-not-zeroed
import numpy as np


def sequences_loss(Wx, Wh, X, Y):
    N, T, D = X.shape
    H = Wh.shape[0]
    loss = 0.0
    dWx = np.zeros_like(Wx)
    dWh = np.zeros_like(Wh)
    dcarry = np.zeros(H)
    for n in range(N):
        h = np.zeros((T + 1, H))
        for t in range(T):
            h[t + 1] = np.tanh(X[n, t] @ Wx + h[t] @ Wh)
        diff = h[1:] - Y[n]
        loss += 0.5 * np.sum(diff**2) / N
        for t in range(T - 1, -1, -1):
            dh = diff[t] / N + dcarry
            dz = dh * (1 - h[t + 1] ** 2)
            dWx += np.outer(X[n, t], dz)
            dWh += np.outer(h[t], dz)
            dcarry = Wh @ dz
    return loss, dWx, dWh


def cases():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(3, 4, 2))
    Y = rng.normal(size=(3, 4, 5))
    return {"sequences_loss": (rng.normal(size=(2, 5)), rng.normal(size=(5, 5)) * 0.6, X, Y)}
