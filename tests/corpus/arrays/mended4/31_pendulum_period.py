# right
import math


def periodo_forward(L, g, theta):
    """T = 2 pi sqrt(L/g) * (1 + sin(theta/2)^2 / 4)"""
    q = L / g
    base = 2 * math.pi * math.sqrt(q)
    s = math.sin(theta / 2)
    corr = 1 + s * s / 4
    return base * corr, (L, g, theta, q, base, s, corr)


def periodo_backward(dT, cache):
    L, g, theta, q, base, s, corr = cache
    dbase = dT * corr
    dcorr = dT * base
    dq = dbase * math.pi / math.sqrt(q)
    dL = dq / g
    dg = -dq * L / g ** 2
    ds = dcorr * s / 2
    dtheta = ds * math.cos(theta / 2) / 2
    return dL, dg, dtheta


def cases():
    return {"periodo": (1.3, 9.8, 0.9)}
