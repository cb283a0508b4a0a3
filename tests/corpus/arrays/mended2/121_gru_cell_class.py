# right
# right
import numpy as np


def sigmoid(u):
    return 1.0 / (1.0 + np.exp(-u))


class GRUCell:
    def __init__(self, D, H):
        rng = np.random.default_rng(9)
        self.params = {}
        for name in ("z", "r", "n"):
            self.params["W" + name] = rng.normal(size=(D, H))
            self.params["U" + name] = rng.normal(size=(H, H))
            self.params["b" + name] = rng.normal(size=H)
        self.grads = {}

    def forward(self, x, h):
        p = self.params
        z = sigmoid(x @ p["Wz"] + h @ p["Uz"] + p["bz"])
        r = sigmoid(x @ p["Wr"] + h @ p["Ur"] + p["br"])
        rh = r * h
        n = np.tanh(x @ p["Wn"] + rh @ p["Un"] + p["bn"])
        self.saved = (x, h, z, r, rh, n)
        return (1 - z) * n + z * h

    def backward(self, dout):
        p, g = self.params, self.grads
        x, h, z, r, rh, n = self.saved
        dz = dout * (h - n) * z * (1 - z)
        dn = dout * (1 - z) * (1 - n ** 2)
        drh = dn @ p["Un"].T
        dr = drh * h * r * (1 - r)
        dx = dz @ p["Wz"].T + dr @ p["Wr"].T + dn @ p["Wn"].T
        dh = dout * z + dz @ p["Uz"].T + dr @ p["Ur"].T + drh * r
        for name, da, src in (("z", dz, h), ("r", dr, h), ("n", dn, rh)):
            g["W" + name] = x.T @ da
            g["U" + name] = src.T @ da
            g["b" + name] = da.sum(axis=0)
        return dx, dh


def cases():
    rng = np.random.default_rng(0)
    return {"GRUCell": (GRUCell(5, 3), rng.normal(size=(4, 5)), rng.normal(size=(4, 3)))}
