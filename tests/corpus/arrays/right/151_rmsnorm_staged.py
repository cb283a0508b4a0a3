import numpy as np


def rmsnorm_forward(x, g, eps):
    sq = x**2
    ms = sq.mean(axis=1)
    ms_eps = ms + eps
    rms = np.sqrt(ms_eps)
    irms = 1.0 / rms
    xn = x * irms[:, None]
    out = xn * g
    cache = {"x": x, "g": g, "rms": rms, "irms": irms, "xn": xn}
    return out, cache


def rmsnorm_backward(dout, cache):
    x, g = cache["x"], cache["g"]
    N, D = x.shape
    # out = xn * g
    dg = np.sum(dout * cache["xn"], axis=0)
    dxn = dout * g
    # xn = x * irms
    dx1 = dxn * cache["irms"][:, None]
    dirms = np.sum(dxn * x, axis=1)
    # irms = 1 / rms
    drms = dirms * -1.0 / cache["rms"] ** 2
    # rms = sqrt(ms_eps)
    dms = drms * 0.5 / cache["rms"]
    # ms = mean of sq
    dsq = np.ones((N, D)) * dms[:, None] / D
    # sq = x ** 2
    dx2 = 2 * x * dsq
    return dx1 + dx2, dg


def cases():
    rng = np.random.default_rng(151)
    return {"rmsnorm": (rng.normal(size=(4, 3)), rng.normal(size=3), 1e-4)}
