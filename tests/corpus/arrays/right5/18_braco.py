import numpy as np


def braco(ang, L, alvo, w=0.2):
    """Braco planar de n juntas: distancia ao alvo + conforto."""
    tot = np.cumsum(ang)
    x, y = L @ np.cos(tot), L @ np.sin(tot)
    ex, ey = x - alvo[0], y - alvo[1]
    loss = 0.5 * (ex ** 2 + ey ** 2) + w * np.sum(1 - np.cos(ang[1:]))
    dang = np.zeros_like(ang)
    dL = np.zeros_like(L)
    acc = 0.0
    for i in range(len(ang) - 1, -1, -1):
        c, s = np.cos(tot[i]), np.sin(tot[i])
        dL[i] = ex * c + ey * s
        acc += L[i] * (ey * c - ex * s)
        dang[i] = acc
        if i:
            dang[i] += w * np.sin(ang[i])
    return loss, {"ang": dang, "L": dL}


def cases():
    return {"braco": (np.array([.4, -.9, 1.3, .2]), np.array([1., .8, .5, .35]), (0.7, 1.1))}
