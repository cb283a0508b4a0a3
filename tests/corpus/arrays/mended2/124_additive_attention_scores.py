# right
import numpy as np


def bahdanau_forward(query, keys, Wq, Wk, v):
    """query (D,), keys (T, E) -> scores (T,)"""
    q = query @ Wq
    k = keys @ Wk
    u = np.tanh(q + k)
    return u @ v, (query, keys, Wq, Wk, v, u)


def bahdanau_backward(ds, cache):
    query, keys, Wq, Wk, v, u = cache
    dv = u.T @ ds
    du = np.outer(ds, v)
    dpre = du * (1 - u ** 2)
    dkeys = dpre @ Wk.T
    dWk = keys.T @ dpre
    dq = dpre.sum(axis=0)
    dquery = Wq @ dq
    dWq = np.outer(query, dq)
    return dquery, dkeys, dWq, dWk, dv


def cases():
    rng = np.random.default_rng(0)
    return {
        "bahdanau": (
            rng.normal(size=5), rng.normal(size=(4, 6)), rng.normal(size=(5, 3)),
            rng.normal(size=(6, 3)), rng.normal(size=3),
        )
    }
