# expect: 27 wrong-index
"""Tiny RNN that echoes the previous input."""
import numpy as np

np.random.seed(10)
n_h, T = 6, 8
U = np.random.randn(n_h) * 0.5
W = np.random.randn(n_h, n_h) * 0.3
v = np.random.randn(n_h) * 0.5
track = []
for it in range(60):
    x = np.random.uniform(-1, 1, T)
    d = np.concatenate(([0.], x[:-1]))
    s = np.zeros((T + 1, n_h))       # s[-1] stays zero, the initial state
    o = np.zeros(T)
    for t in range(T):
        s[t] = np.tanh(U * x[t] + W.dot(s[t - 1]))
        o[t] = v.dot(s[t])
    J = 0.5 * np.sum((o - d) ** 2)
    dU, dW, dv = np.zeros_like(U), np.zeros_like(W), np.zeros_like(v)
    back = np.zeros(n_h)
    for t in range(T - 1, -1, -1):
        do = o[t] - d[t]
        dv += do * s[t]
        dz = (do * v + back) * (1 - s[t] ** 2)
        dU += dz * x[t]
        dW += np.outer(dz, s[t])
        back = W.T.dot(dz)
    U -= 0.05 * dU
    W -= 0.05 * dW
    v -= 0.05 * dv
    track.append(J)
print(np.mean(track[:10]), np.mean(track[-10:]))
