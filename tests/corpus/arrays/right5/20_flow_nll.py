import numpy as np


def coupling_nll(x, Ws, Wt, bs):
    """Affine coupling: z2 = x2 * exp(s(x1)) + t(x1); standard normal prior."""
    n, k = len(x), Ws.shape[0]
    x1, x2 = x[:, :k], x[:, k:]
    s = np.tanh(x1 @ Ws + bs)
    e = np.exp(s)
    z2 = x2 * e + x1 @ Wt
    loss = (0.5 * (x1 ** 2).sum() + 0.5 * (z2 ** 2).sum() - s.sum()) / n
    dz = z2 / n
    ds = dz * x2 * e
    ds -= 1 / n
    ds *= 1 - s ** 2
    g = {"Ws": x1.T @ ds, "bs": ds.sum(axis=0), "Wt": x1.T @ dz}
    g["x"] = np.concatenate((x1 / n + ds @ Ws.T + dz @ Wt.T, dz * e), axis=1)
    return loss, g


def cases():
    r = np.random.default_rng(19)
    return {"coupling_nll": (r.normal(size=(4, 5)), r.normal(size=(2, 3)), r.normal(size=(2, 3)), r.normal(size=3))}
