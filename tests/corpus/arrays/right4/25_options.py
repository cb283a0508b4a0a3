import math
import numpy as np

_erf = np.vectorize(math.erf, otypes=[float])


def ncdf(x):
    return 0.5 * (1 + _erf(x / math.sqrt(2)))


def npdf(x):
    return np.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def call_forward(S, K, sigma, r, T):
    """Black-Scholes call, arrays of quotes; r is one number for all"""
    v = sigma * np.sqrt(T)
    d1 = (np.log(S / K) + r * T) / v + v / 2
    d2 = d1 - v
    disc = K * np.exp(-r * T)
    return S * ncdf(d1) - disc * ncdf(d2), (S, K, sigma, r, T, d1, d2, disc)


def call_backward(dout, cache):
    S, K, sigma, r, T, d1, d2, disc = cache
    # S pdf(d1) == disc pdf(d2): all paths through d1 and d2 fold into the textbook Greeks
    delta = ncdf(d1)
    vega = S * npdf(d1) * np.sqrt(T)
    return {
        "S": dout * delta,
        "K": -dout * disc / K * ncdf(d2),
        "sigma": dout * vega,
        "r": np.sum(dout * T * disc * ncdf(d2)),
        "T": dout * (vega * sigma / (2 * T) + r * disc * ncdf(d2)),
    }


def bond_loss(y, coupons, times, price):
    """squared error of a bond's price under one yield with continuous compounding; duration is the gradient"""
    pv = coupons * np.exp(-y * times)
    gap = pv.sum() - price
    return gap ** 2, -2 * gap * (times * pv).sum()


def cases():
    g = np.random.default_rng(29)
    return {
        "call_forward": (g.uniform(80, 120, 4) / 100, g.uniform(80, 120, 4) / 100, g.uniform(.2, .6, 4), 0.03, g.uniform(.5, 2, 4)),
        "bond_loss": (0.04, np.array([5., 5., 105.]), np.array([1., 2., 3.]), 101.0),
    }
