# expect: 13 diagonal-jacobian
# expect: 27 constant-factor
# attention for one sentence, no batch axis
import numpy as np


def softmax_rows(s):
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax_rows_back(g, p):
    return p * (g - np.sum(g * p, axis=-1, keepdims=True))


def attend(q, k, v):
    d = q.shape[-1]
    p = softmax_rows(q @ k.T / np.sqrt(d))
    return p @ v, (q, k, v, p, d)


def attend_back(dout, cache):
    q, k, v, p, d = cache
    dv = p.T @ dout
    dp = dout @ v.T
    ds = softmax_rows_back(dp, p)
    dq = ds @ k / np.sqrt(d)
    dk = ds.T @ q / np.sqrt(d)
    return dq, dk, dv


def cases():
    rng = np.random.default_rng(0)
    return {"attend": (rng.normal(size=(3, 4)), rng.normal(size=(5, 4)), rng.normal(size=(5, 2)))}
