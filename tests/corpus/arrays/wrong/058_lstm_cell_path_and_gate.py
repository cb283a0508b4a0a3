# expect: 35 missing-time-path, missing-path
# expect: 40 wrong-variable
import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def lstm_forward(x, h0, W, U, b):
    T, N, D = x.shape
    H = h0.shape[1]
    h, c = h0, np.zeros_like(h0)
    out, steps = [], []
    for t in range(T):
        a = x[t] @ W + h @ U + b
        i, f, o = sigmoid(a[:, :H]), sigmoid(a[:, H : 2 * H]), sigmoid(a[:, 2 * H : 3 * H])
        g = np.tanh(a[:, 3 * H :])
        c_new = f * c + i * g
        tc = np.tanh(c_new)
        steps.append((h, c, i, f, o, g, tc))
        h, c = o * tc, c_new
        out.append(h)
    return np.array(out), (x, W, U, steps)


def lstm_backward(dout, cache):
    x, W, U, steps = cache
    dx = np.zeros_like(x)
    dW, dU, db = np.zeros_like(W), np.zeros_like(U), np.zeros(W.shape[1])
    dh_next, dc_next = 0.0, 0.0
    for t in range(len(steps) - 1, -1, -1):
        h_prev, c_prev, i, f, o, g, tc = steps[t]
        dh = dout[t] + dh_next
        dc = dh * o * (1 - tc**2)
        do = dh * tc
        di = dc * g
        df = dc * c_prev
        dg = dc * i
        da = np.hstack([di * i * (1 - i), df * i * (1 - i), do * o * (1 - o), dg * (1 - g**2)])
        dx[t] = da @ W.T
        dW += x[t].T @ da
        dU += h_prev.T @ da
        db += da.sum(axis=0)
        dh_next = da @ U.T
        dc_next = dc * f
    return dx, dh_next, dW, dU, db


def cases():
    rng = np.random.default_rng(0)
    T, N, D, H = 4, 2, 3, 5
    return {
        "lstm": (
            rng.normal(size=(T, N, D)),
            rng.normal(size=(N, H)),
            rng.normal(size=(D, 4 * H)) * 0.5,
            rng.normal(size=(H, 4 * H)) * 0.5,
            rng.normal(size=4 * H) * 0.2,
        )
    }
