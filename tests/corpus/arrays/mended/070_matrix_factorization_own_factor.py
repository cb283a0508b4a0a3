# right
import numpy as np


def mf_loss(U, V, R, mask, lam):
    pred = U.dot(V.T)
    loss = 0.0
    dU = np.zeros_like(U)
    dV = np.zeros_like(V)
    for i in range(R.shape[0]):
        for j in range(R.shape[1]):
            if mask[i, j] == 0:
                continue
            e = R[i, j] - pred[i, j]
            loss += e**2
            dU[i] += -2 * e * V[j]
            dV[j] += -2 * e * U[i]
    loss += lam * (np.sum(U**2) + np.sum(V**2))
    dU += 2 * lam * U
    dV += 2 * lam * V
    return loss, dU, dV


def cases():
    rng = np.random.default_rng(0)
    U = rng.normal(size=(4, 3))
    V = rng.normal(size=(5, 3))
    R = rng.normal(size=(4, 5)) + 3
    mask = np.array([[1, 0, 1, 1, 0], [0, 1, 1, 0, 1], [1, 1, 0, 0, 1], [0, 1, 0, 1, 1]])
    return {"mf_loss": (U, V, R, mask, 0.1)}
