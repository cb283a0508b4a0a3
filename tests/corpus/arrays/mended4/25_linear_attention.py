# right
import numpy as np


def elu1(x):
    return np.where(x > 0, x + 1, np.exp(np.minimum(x, 0)))


def linattn_forward(Q, K, V):
    """out = phi(Q) (phi(K)^T V), not normalised; all (T, D)"""
    fq, fk = elu1(Q), elu1(K)
    S = fk.T @ V
    return fq @ S, (Q, K, V, fq, fk, S)


def linattn_backward(dout, cache):
    Q, K, V, fq, fk, S = cache
    dS = fq.T @ dout
    dfq = dout @ S.T
    dV = fk @ dS
    dfk = V @ dS.T
    dQ = dfq * np.where(Q > 0, 1, fq)
    dK = dfk * np.where(K > 0, 1, fk)
    return dQ, dK, dV


def cases():
    r = np.random.default_rng(2)
    return {"linattn": (r.normal(size=(5, 3)), r.normal(size=(5, 3)), r.normal(size=(5, 3)))}
