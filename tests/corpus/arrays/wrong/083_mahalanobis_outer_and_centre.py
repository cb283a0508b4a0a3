# expect: 21 summed-components, wrong-axis
# expect: 22 elementwise-for-matmul
import numpy as np


def mahalanobis_forward(P, c, A):
    R = P - c
    out = np.array([r @ A @ r for r in R])
    return out, (R, A)


def mahalanobis_backward(dout, cache):
    R, A = cache
    dP = np.zeros_like(R)
    dc = np.zeros(R.shape[1])
    dA = np.zeros_like(A)
    for i in range(len(R)):
        r = R[i]
        dr = dout[i] * (A + A.T) @ r
        dP[i] = dr
        dc -= np.sum(dr)
        dA += dout[i] * r * r
    return dP, dc, dA


def cases():
    rng = np.random.default_rng(0)
    return {"mahalanobis": (rng.normal(size=(5, 3)), rng.normal(size=3), rng.normal(size=(3, 3)))}
