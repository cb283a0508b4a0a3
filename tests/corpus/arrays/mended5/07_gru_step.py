# right
import numpy as np


class GRUCell:
    """r, z gates; n = tanh(x Wn + (r*h) Un)"""

    def __init__(self, d, h, seed=1):
        rng = np.random.default_rng(seed)
        for nome in ("Wr", "Wz", "Wn"):
            setattr(self, nome, rng.normal(size=(d, h)))
        for nome in ("Ur", "Uz", "Un"):
            setattr(self, nome, rng.normal(size=(h, h)))

    def forward(self, x, h):
        s = lambda t: 1 / (1 + np.exp(-t))
        self.x, self.h = x, h
        self.r = s(x @ self.Wr + h @ self.Ur)
        self.z = s(x @ self.Wz + h @ self.Uz)
        self.rh = self.r * h
        self.n = np.tanh(x @ self.Wn + self.rh @ self.Un)
        return (1 - self.z) * self.n + self.z * h

    def backward(self, dy):
        dn = dy * (1 - self.z) * (1 - self.n ** 2)
        dz = dy * (self.h - self.n) * self.z * (1 - self.z)
        drh = dn @ self.Un.T
        dr = drh * self.h * self.r * (1 - self.r)
        self.dWn, self.dUn = self.x.T @ dn, self.rh.T @ dn
        self.dWz, self.dUz = self.x.T @ dz, self.h.T @ dz
        self.dWr, self.dUr = self.x.T @ dr, self.h.T @ dr
        dx = dn @ self.Wn.T + dz @ self.Wz.T + dr @ self.Wr.T
        dh = dy * self.z + drh * self.r + dz @ self.Uz.T + dr @ self.Ur.T
        return dx, dh


def cases():
    r = np.random.default_rng(5)
    return {"GRUCell": (GRUCell(3, 2), r.normal(size=(4, 3)), r.normal(size=(4, 2)))}
