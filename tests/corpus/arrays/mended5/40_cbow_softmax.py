# right
# right
import numpy as np


def cbow(E, O, ctx, target):
    """ctx (B, K) word ids (repeats allowed), target (B,)"""
    B, K = ctx.shape
    h = E[ctx].mean(axis=1)
    z = h @ O
    z = z - z.max(axis=1, keepdims=True)
    lse = np.log(np.exp(z).sum(axis=1))
    loss = (lse - z[np.arange(B), target]).mean()
    dz = np.exp(z - lse[:, None])
    dz[np.arange(B), target] -= 1
    dz /= B
    dO = h.T @ dz
    dh = dz @ O.T
    dE = np.zeros_like(E)
    for b in range(B):
        for w in ctx[b]:
            dE[w] += dh[b] / K
    return loss, {"E": dE, "O": dO}


def cases():
    r = np.random.default_rng(41)
    return {"cbow": (r.normal(size=(6, 2)), r.normal(size=(2, 5)), np.array([[0, 2, 2], [5, 2, 1], [0, 3, 0], [4, 4, 5]]), np.array([1, 0, 4, 2]))}
