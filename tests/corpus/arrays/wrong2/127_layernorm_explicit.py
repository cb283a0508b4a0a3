# expect: 27 missing-path
import numpy as np


class LayerNorm:
    def __init__(self, size, eps=1e-5):
        gen = np.random.default_rng(21)
        self.weight = gen.normal(size=size)
        self.bias = gen.normal(size=size)
        self.eps = eps

    def forward(self, inp):
        self.d = inp.shape[1]
        self.mean = inp.mean(1, keepdims=True)
        self.cent = inp - self.mean
        self.var = (self.cent ** 2).mean(1, keepdims=True)
        self.rstd = (self.var + self.eps) ** -0.5
        self.norm = self.cent * self.rstd
        return self.norm * self.weight + self.bias

    def backward(self, dout):
        self.dweight = (self.norm * dout).sum(0)
        self.dbias = dout.sum(0)
        dnorm = dout * self.weight
        drstd = (dnorm * self.cent).sum(1, keepdims=True)
        dvar = drstd * -0.5 * self.rstd ** 3
        dcent = dnorm * self.rstd
        dmean = -dcent.sum(1, keepdims=True)
        return dcent + dmean / self.d


def cases():
    rng = np.random.default_rng(0)
    return {"LayerNorm": (LayerNorm(5), rng.normal(size=(3, 5)))}
