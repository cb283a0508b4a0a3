# right
def lensmaker_forward(n, R1, R2):
    """power of a thin lens: (n - 1) * (1/R1 - 1/R2), nodes as in a computational graph"""
    a = n - 1.0
    i1 = 1.0 / R1
    i2 = 1.0 / R2
    c = i1 - i2
    P = a * c
    return P, (R1, R2, a, c)


def lensmaker_backward(dP, cache):
    R1, R2, a, c = cache
    da, dc = c * dP, a * dP
    di1, di2 = dc, -dc
    dR1 = -di1 / R1 ** 2
    dR2 = -di2 / R2 ** 2
    dn = da
    return dn, dR1, dR2


def cases():
    return {"lensmaker": (1.52, 0.8, -1.3)}
