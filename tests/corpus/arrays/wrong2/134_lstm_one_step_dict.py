# expect: 27 wrong-variable
# expect: 41 wrong-index
import numpy as np


def _s(v):
    return 1 / (1 + np.exp(-v))


def cell_forward(x, hprev, cprev, W, b):
    z = np.concatenate([x, hprev], axis=1)
    H = hprev.shape[1]
    a = z @ W + b
    f = _s(a[:, 0 * H:1 * H])
    i = _s(a[:, 1 * H:2 * H])
    o = _s(a[:, 2 * H:3 * H])
    g = np.tanh(a[:, 3 * H:4 * H])
    c = f * cprev + i * g
    h = o * np.tanh(c)
    return h, {"z": z, "f": f, "i": i, "o": o, "g": g, "c": c, "cprev": cprev, "W": W, "D": x.shape[1]}


def cell_backward(dh, k):
    tc = np.tanh(k["c"])
    do = dh * tc
    dc = dh * k["o"] * (1 - tc ** 2)
    df = dc * k["c"]
    di = dc * k["g"]
    dg = dc * k["i"]
    dcprev = dc * k["f"]
    da = np.concatenate([
        df * k["f"] * (1 - k["f"]),
        di * k["i"] * (1 - k["i"]),
        do * k["o"] * (1 - k["o"]),
        dg * (1 - k["g"] ** 2),
    ], axis=1)
    dW = k["z"].T @ da
    db = da.sum(axis=0)
    dz = da @ k["W"].T
    D = k["D"]
    return dz[:, :D], dz[:, :-D], dcprev, dW, db


def cases():
    rng = np.random.default_rng(0)
    return {
        "cell": (
            rng.normal(size=(2, 3)), rng.normal(size=(2, 4)), rng.normal(size=(2, 4)),
            rng.normal(size=(7, 16)), rng.normal(size=16),
        )
    }
