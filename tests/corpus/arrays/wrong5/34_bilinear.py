# expect: 20 unfinished
# expect: 23 gradient-order
import numpy as np


class Bilinear:
    """out[n, o] = x1[n] W[o] x2[n] + b[o]"""

    def __init__(self, d1, d2, o):
        r = np.random.default_rng(34)
        self.W = r.normal(size=(o, d1, d2))
        self.b = r.normal(size=o)

    def forward(self, x1, x2):
        self.x1, self.x2 = x1, x2
        return np.einsum('ni,oij,nj->no', x1, self.W, x2) + self.b

    def backward(self, g):
        self.dW = np.einsum('no,ni,nj->oij', g, self.x1, self.x2)
        self.db = np.zeros_like(self.b)
        dx1 = np.einsum('no,oij,nj->ni', g, self.W, self.x2)
        dx2 = np.einsum('no,oij,ni->nj', g, self.W, self.x1)
        return dx2, dx1


def cases():
    r = np.random.default_rng(35)
    return {"Bilinear": (Bilinear(3, 3, 2), r.normal(size=(4, 3)), r.normal(size=(4, 3)))}
