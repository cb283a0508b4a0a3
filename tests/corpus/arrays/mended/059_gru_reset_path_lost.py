# right
import numpy as np


def gru_step_forward(x, h, Wz, Wr, Wn, Un):
    z = 1 / (1 + np.exp(-(x @ Wz)))
    r = 1 / (1 + np.exp(-(x @ Wr)))
    hu = h @ Un
    n = np.tanh(x @ Wn + r * hu)
    out = (1 - z) * n + z * h
    return out, (x, h, Wz, Wr, Wn, Un, z, r, hu, n)


def gru_step_backward(dout, cache):
    x, h, Wz, Wr, Wn, Un, z, r, hu, n = cache
    dz = dout * (h - n)
    dn = dout * (1 - z)
    dh = dout * z
    dan = dn * (1 - n**2)
    dhu = dan * r
    dr = dan * hu
    daz = dz * z * (1 - z)
    dar = dr * r * (1 - r)
    dh += dhu @ Un.T
    dUn = h.T @ dhu
    dWn = x.T @ dan
    dWz = x.T @ daz
    dWr = x.T @ dar
    dx = dan @ Wn.T + daz @ Wz.T + dar @ Wr.T
    return dx, dh, dWz, dWr, dWn, dUn


def cases():
    rng = np.random.default_rng(0)
    N, D, H = 3, 4, 5
    return {
        "gru_step": (
            rng.normal(size=(N, D)),
            rng.normal(size=(N, H)),
            rng.normal(size=(D, H)),
            rng.normal(size=(D, H)),
            rng.normal(size=(D, H)),
            rng.normal(size=(H, H)),
        )
    }
