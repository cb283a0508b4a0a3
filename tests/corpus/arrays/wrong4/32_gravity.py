# expect: 16 wrong-power
import numpy as np


def potential(pos, mass, soft=0.1):
    """softened gravitational energy of n bodies, G = 1: minus sum over pairs of m_i m_j / sqrt(r^2 + soft^2)"""
    n = len(pos)
    E = 0.0
    dpos = np.zeros_like(pos)
    dmass = np.zeros_like(mass)
    for i in range(n):
        for j in range(i + 1, n):
            d = pos[i] - pos[j]
            r = np.sqrt(d @ d + soft ** 2)
            E -= mass[i] * mass[j] / r
            f = mass[i] * mass[j] / r ** 2 * d
            dpos[i] += f
            dpos[j] -= f
            dmass[i] -= mass[j] / r
            dmass[j] -= mass[i] / r
    return E, {"pos": dpos, "mass": dmass}


def cases():
    r = np.random.default_rng(7)
    return {"potential": (r.normal(size=(4, 2)), r.uniform(.5, 2, 4))}
