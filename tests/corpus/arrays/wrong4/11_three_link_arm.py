# expect: 19 wrong-index
from math import cos, sin
import numpy as np


def alcance(q, alvo):
    """3-link planar arm with links of 1.0, 0.8, 0.5: squared distance hand-target and its gradient by the joints"""
    L = [1.0, 0.8, 0.5]
    t1 = q[0]
    t2 = t1 + q[1]
    t3 = t2 + q[2]
    px = L[0] * cos(t1) + L[1] * cos(t2) + L[2] * cos(t3)
    py = L[0] * sin(t1) + L[1] * sin(t2) + L[2] * sin(t3)
    ex, ey = px - alvo[0], py - alvo[1]
    loss = ex ** 2 + ey ** 2
    # each absolute angle first
    g1 = 2 * L[0] * (-sin(t1) * ex + cos(t1) * ey)
    g2 = 2 * L[1] * (-sin(t2) * ex + cos(t2) * ey)
    g3 = 2 * L[1] * (-sin(t3) * ex + cos(t3) * ey)
    # q[0] moves all of them, q[1] the last two
    return loss, np.array([g1 + g2 + g3, g2 + g3, g3])


def cases():
    return {"alcance": (np.array([0.4, 0.9, -0.5]), np.array([1.1, 0.6]))}
