import numpy as np


def sequence_lstm_forward(X, W, R, b):
    """X: (T, N, D). Every activation lives in one (T, N, 4H) array, in the order i f o g. Output: all hidden states."""
    T, N, _ = X.shape
    H = R.shape[0]
    act = np.einsum("tnd,dk->tnk", X, W) + b
    hid = np.zeros((T + 1, N, H))
    cell = np.zeros((T + 1, N, H))
    for t in range(T):
        act[t] += hid[t] @ R
        act[t, :, : 3 * H] = 1 / (1 + np.exp(-act[t, :, : 3 * H]))
        act[t, :, 3 * H :] = np.tanh(act[t, :, 3 * H :])
        gi, gf = act[t, :, :H], act[t, :, H : 2 * H]
        cell[t + 1] = gf * cell[t] + gi * act[t, :, 3 * H :]
        hid[t + 1] = act[t, :, 2 * H : 3 * H] * np.tanh(cell[t + 1])
    return hid[1:].copy(), (X, W, R, act, hid, cell)


def sequence_lstm_backward(dhid_out, cache):
    X, W, R, act, hid, cell = cache
    T, N, H = dhid_out.shape
    d_act = np.zeros_like(act)
    d_cell = np.zeros((N, H))
    d_hid = np.zeros((N, H))
    for t in reversed(range(T)):
        i, f, o, g = (act[t, :, k * H : (k + 1) * H] for k in range(4))
        d_hid = d_hid + dhid_out[t]
        th = np.tanh(cell[t + 1])
        d_cell += d_hid * o * (1 - th**2)
        d_act[t, :, :H] = d_cell * g
        d_act[t, :, H : 2 * H] = d_cell * cell[t]
        d_act[t, :, 2 * H : 3 * H] = d_hid * th
        d_act[t, :, 3 * H :] = d_cell * i * (1 - g * g)
        gates = act[t, :, : 3 * H]
        d_act[t, :, : 3 * H] *= gates * (1 - gates)
        d_cell *= f
        d_hid = d_act[t] @ R.T
    dX = np.einsum("tnk,dk->tnd", d_act, W)
    dW = np.einsum("tnd,tnk->dk", X, d_act)
    dR = np.einsum("tnh,tnk->hk", hid[:-1], d_act)
    return dX, dW, dR, d_act.sum(axis=(0, 1))


def cases():
    rng = np.random.default_rng(111)
    T, N, D, H = 4, 2, 5, 3
    X = rng.normal(size=(T, N, D))
    return {"sequence_lstm": (X, rng.normal(size=(D, 4 * H)), rng.normal(size=(H, 4 * H)), rng.normal(size=4 * H))}
