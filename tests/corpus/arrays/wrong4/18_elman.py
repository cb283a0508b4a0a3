# expect: 18 missing-time-path, missing-path
import numpy as np


def rnn_forward(x, h0, U, W, b):
    """x (T, D) one sequence; returns all the states (T, H)"""
    hs = {-1: h0}
    for t in range(len(x)):
        hs[t] = np.tanh(x[t] @ U + hs[t - 1] @ W + b)
    return np.array([hs[t] for t in range(len(x))]), (x, U, W, hs)


def rnn_backward(dhs, cache):
    x, U, W, hs = cache
    dx, dU, dW, db = [np.zeros_like(v) for v in (x, U, W, W[0])]
    dnext = np.zeros_like(W[0])
    for t in range(len(x) - 1, -1, -1):
        dh = dhs[t]
        da = dh * (1 - hs[t] * hs[t])
        dx[t] = U @ da
        dU += np.outer(x[t], da)
        dW += np.outer(hs[t - 1], da)
        db += da
        dnext = W @ da
    return dx, dnext, dU, dW, db


def cases():
    r = np.random.default_rng(22)
    return {"rnn_forward": (r.normal(size=(6, 3)), r.normal(size=4), r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4))}
