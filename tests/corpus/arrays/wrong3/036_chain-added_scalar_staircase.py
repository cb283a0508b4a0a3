# expect: 29 chain-added
import math

# f(x, y) = (x + sigma(y)) / (sigma(x) + (x + y)^2), taken apart in stages


def sigma(t):
    return 1.0 / (1.0 + math.exp(-t))


def stair(x, y):
    sigy = sigma(y)
    num = x + sigy
    sigx = sigma(x)
    xpy = x + y
    xpysqr = xpy ** 2
    den = sigx + xpysqr
    invden = 1.0 / den
    return num * invden, (sigy, num, sigx, xpy, den, invden)


def stair_grad(cache):
    sigy, num, sigx, xpy, den, invden = cache
    dnum = invden
    dinvden = num
    dden = (-1.0 / den ** 2) * dinvden
    dsigx = dden
    dxpysqr = dden
    dxpy = 2 * xpy + dxpysqr
    dx = dxpy
    dy = dxpy
    dx += sigx * (1 - sigx) * dsigx
    dx += dnum
    dsigy = dnum
    dy += sigy * (1 - sigy) * dsigy
    return [dx, dy]


def cases():
    return {"stair": [(1.3, -0.7), (3.0, 2.0)]}
