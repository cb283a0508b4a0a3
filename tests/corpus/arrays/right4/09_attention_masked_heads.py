import numpy as np


def split(a, h):
    T, D = a.shape
    return a.reshape(T, h, D // h).swapaxes(0, 1)


def join(a):
    return a.swapaxes(0, 1).reshape(a.shape[1], -1)


def mha_forward(x, Wq, Wk, Wv, Wo):
    """causal self attention of one sequence x (T, D) with 2 heads"""
    T = x.shape[0]
    q, k, v = split(x @ Wq, 2), split(x @ Wk, 2), split(x @ Wv, 2)
    scale = q.shape[-1] ** -0.5
    S = scale * (q @ k.swapaxes(1, 2))
    S = np.where(np.tril(np.ones((T, T), dtype=bool)), S, -np.inf)
    E = np.exp(S - S.max(axis=-1, keepdims=True))
    P = E / E.sum(axis=-1, keepdims=True)
    O = join(P @ v)
    return O @ Wo, (x, Wq, Wk, Wv, Wo, q, k, v, P, O, scale)


def mha_backward(dout, cache):
    x, Wq, Wk, Wv, Wo, q, k, v, P, O, scale = cache
    dWo = O.T @ dout
    dOut = dout @ Wo.T
    dO = split(dOut, 2)
    dv = P.swapaxes(1, 2) @ dO
    dP = dO @ v.swapaxes(1, 2)
    # sum_j P dP  ==  sum_d O dO, per head: the flash-attention shortcut
    delta = np.sum(split(O, 2) * dO, axis=-1, keepdims=True)
    dS = P * (dP - delta) * scale
    dq = join(dS @ k)
    dk = join(dS.swapaxes(1, 2) @ q)
    dv = join(dv)
    dx = dq @ Wq.T
    dx += dk @ Wk.T
    dx += dv @ Wv.T
    return dx, x.T @ dq, x.T @ dk, x.T @ dv, dWo


def cases():
    r = np.random.default_rng(10)
    D, E = 5, 6
    return {"mha_forward": (r.normal(size=(4, D)), r.normal(size=(D, E)), r.normal(size=(D, E)), r.normal(size=(D, 8)), r.normal(size=(8, 3)))}
