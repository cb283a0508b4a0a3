"""Symmetric contrastive training of two linear towers with a learnt temperature."""
import numpy as np

def logsoftmax(s, axis):
    s = s - s.max(axis=axis, keepdims=True)
    return s - np.log(np.exp(s).sum(axis=axis, keepdims=True))

def unit(u):
    n = np.linalg.norm(u, axis=1, keepdims=True)
    return u / n, n

def unit_back(g, u, n):
    return (g - u * (g * u).sum(1, keepdims=True)) / n

def train(A, B, dim=4, lr=0.3, steps=120, bs=24, seed=0):
    rng = np.random.default_rng(seed)
    Wa = rng.normal(size=(A.shape[1], dim)) / np.sqrt(A.shape[1])
    Wb = rng.normal(size=(B.shape[1], dim)) / np.sqrt(B.shape[1])
    logt = np.log(5.0)
    curve = []
    for k in range(steps):
        idx = rng.choice(len(A), bs, replace=False)
        a, b = A[idx], B[idx]
        ua, na = unit(a @ Wa)
        ub, nb = unit(b @ Wb)
        cos = ua @ ub.T
        t = np.exp(logt)
        rows, colz = logsoftmax(t * cos, 1), logsoftmax(t * cos, 0)
        loss = -0.5 * (np.trace(rows) + np.trace(colz)) / bs
        curve.append(loss)
        dS = (0.5 * (np.exp(rows) + np.exp(colz)) - np.eye(bs)) / bs
        dlogt = t * (dS * cos).sum()
        dcos = t * dS
        dWa = a.T @ unit_back(dcos @ ub, ua, na)
        dWb = b.T @ unit_back(dcos.T @ ua, ub, nb)
        warm = min(1.0, (k + 1) / 20)
        Wa -= warm * lr * dWa
        Wb -= warm * lr * dWb
        logt -= warm * 0.05 * dlogt
        logt = min(logt, np.log(50))
    return Wa, Wb, curve

if __name__ == "__main__":
    r = np.random.default_rng(7)
    latent = r.normal(size=(150, 4))
    A = latent @ r.normal(size=(4, 9)) + .1 * r.normal(size=(150, 9))
    B = np.tanh(latent) @ r.normal(size=(4, 7)) + .1 * r.normal(size=(150, 7))
    *_, curve = train(A, B)
    print(curve[0], curve[-1])
