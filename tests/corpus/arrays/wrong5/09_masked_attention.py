# expect: 18 diagonal-jacobian
import numpy as np


def attend_forward(Q, K, V, pad):
    """pad (N, S): True at padding positions."""
    s = np.einsum('ntd,nsd->nts', Q, K) / np.sqrt(Q.shape[2])
    s[np.broadcast_to(pad[:, None, :], s.shape)] = -1e9
    e = np.exp(s - s.max(2, keepdims=True))
    A = e / e.sum(2, keepdims=True)
    return A @ V, (Q, K, V, A)


def attend_backward(dO, cache):
    Q, K, V, A = cache
    dV = A.transpose(0, 2, 1) @ dO
    dA = dO @ V.transpose(0, 2, 1)
    dS = A * (1 - A) * dA
    dS /= np.sqrt(Q.shape[2])
    dQ = dS @ K
    dK = dS.transpose(0, 2, 1) @ Q
    return dQ, dK, dV, None


def cases():
    r = np.random.default_rng(7)
    pad = np.array([[0, 0, 0, 0, 1], [0, 0, 0, 1, 1]], bool)
    return {"attend": (r.normal(size=(2, 3, 4)), r.normal(size=(2, 5, 4)), r.normal(size=(2, 5, 2)), pad)}
