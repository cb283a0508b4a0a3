import numpy as np


def flow_nll(p, x):
    """one affine coupling layer y2 = x2 * exp(s(x1)) + t(x1), y1 = x1; standard normal base; mean NLL without constants"""
    x1, x2 = x[:, :2], x[:, 2:]
    h = np.tanh(x1 @ p["W"] + p["b"])
    s = np.tanh(h @ p["Ws"]) * p["scale"]
    t = h @ p["Wt"]
    es = np.exp(s)
    y2 = x2 * es + t
    N = x.shape[0]
    loss = (0.5 * (x1 ** 2).sum() + 0.5 * (y2 ** 2).sum() - s.sum()) / N

    g = {}
    dy2 = y2 / N
    ds = dy2 * (y2 - t) - 1.0 / N            # x2 * es is y2 - t
    raw = s / p["scale"]
    g["scale"] = (ds * raw).sum(axis=0)
    da = ds * p["scale"] * (1 - raw ** 2)
    g["Ws"] = h.T @ da
    g["Wt"] = h.T @ dy2
    dh = da @ p["Ws"].T + dy2 @ p["Wt"].T
    dpre = dh - dh * h * h
    g["W"] = x1.T @ dpre
    g["b"] = dpre.sum(axis=0)
    return loss, g


def planar_forward(z, u, w, b):
    a = np.tanh(z @ w + b)
    return z + np.outer(a, u), (z, u, w, a)


def planar_backward(dout, cache):
    z, u, w, a = cache
    dpre = (dout @ u) * (1 - a * a)
    return dout + np.outer(dpre, w), a @ dout, dpre @ z, dpre.sum()


def cases():
    r = np.random.default_rng(26)
    p = {"W": r.normal(size=(2, 5)), "b": r.normal(size=5), "Ws": r.normal(size=(5, 3)), "Wt": r.normal(size=(5, 3)),
         "scale": r.uniform(0.5, 1, size=3)}
    return {"flow_nll": (p, r.normal(size=(6, 5))), "planar": (r.normal(size=(4, 3)), r.normal(size=3), r.normal(size=3), 0.2)}
