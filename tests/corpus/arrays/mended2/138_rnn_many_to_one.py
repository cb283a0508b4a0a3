# right
import numpy as np


def encoder_forward(seq, U, R):
    """seq (T, D); the code is the last state."""
    T = len(seq)
    states = np.zeros((T + 1, R.shape[0]))
    for t in range(T):
        states[t + 1] = np.tanh(U @ seq[t] + R @ states[t])
    return states[T], (seq, U, R, states)


def encoder_backward(dcode, cache):
    seq, U, R, states = cache
    dseq, dU, dR = np.zeros_like(seq), np.zeros_like(U), np.zeros_like(R)
    ds = dcode
    for t in range(len(seq) - 1, -1, -1):
        dpre = ds * (1 - states[t + 1] ** 2)
        dU += np.outer(dpre, seq[t])
        dR += np.outer(dpre, states[t])
        dseq[t] = U.T @ dpre
        ds = R.T @ dpre
    return dseq, dU, dR


def cases():
    rng = np.random.default_rng(0)
    return {"encoder": (rng.normal(size=(4, 5)), rng.normal(size=(3, 5)), rng.normal(size=(3, 3)))}
