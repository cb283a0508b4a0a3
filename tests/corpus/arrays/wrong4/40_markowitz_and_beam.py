# expect: 12 constant-factor, missing-path
# expect: 26 sign
import numpy as np


def carteira(a, mu, Sigma, aversao=2.0):
    """portfolio weights softmax(a): minus expected utility mu'w - aversao/2 * w'Sigma w"""
    w = np.exp(a - a.max())
    w /= w.sum()
    risco = w @ Sigma @ w
    perda = -(mu @ w - aversao / 2 * risco)
    dw = -mu + aversao / 2 * (Sigma @ w)
    return perda, w * (dw - dw @ w)


def beam_forward(F, L, E, I):
    """deflection of a cantilever beam's end"""
    return F * L ** 3 / (3 * E * I), (F, L, E, I)


def beam_backward(dout, cache):
    F, L, E, I = cache
    k = dout / (3 * E * I)
    dF = k * L ** 3
    dL = k * F * 3 * L ** 2
    dE = k * F * L ** 3 / E
    dI = -k * F * L ** 3 / I
    return dF, dL, dE, dI


def cases():
    r = np.random.default_rng(14)
    A = r.normal(size=(4, 4))
    return {"carteira": (r.normal(size=4), r.normal(size=4), A @ A.T), "beam": (1.5, 0.8, 2.0, 0.6)}
