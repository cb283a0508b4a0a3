"""Planar flow layer (Rezende & Mohamed): f(z) = z + u tanh(w.z + b), with log|det J|."""
import numpy as np


class PlanarFlow:
    def __init__(self, dim, rng):
        self.u = 0.3 * rng.standard_normal(dim)
        self.w = 0.3 * rng.standard_normal(dim)
        self.b = 0.0
        self.grads = {}

    def forward(self, z):
        self.z = z
        self.t = np.tanh(z @ self.w + self.b)
        self.slope = 1 - self.t ** 2
        self.uw = self.u @ self.w
        self.det = 1 + self.uw * self.slope
        out = z + self.t[:, None] * self.u
        return out, np.log(np.abs(self.det))

    def backward(self, gout, glogdet):
        """gout (N, dim) for the output, glogdet (N,) for the log-determinant"""
        gdet = glogdet / self.det
        g_uw = np.sum(gdet * self.slope)
        gslope = gdet * self.uw
        gt = gout @ self.u - 2 * self.t * gslope
        ga = gt * self.slope
        self.grads['u'] = self.t @ gout + g_uw * self.w
        self.grads['w'] = ga @ self.z + g_uw * self.u
        self.grads['b'] = ga.sum()
        return gout + ga[:, None] * self.w


def cases():
    rng = np.random.default_rng(0)
    return {"PlanarFlow": (PlanarFlow(3, np.random.default_rng(1)), rng.normal(size=(5, 3)))}
