"""f(x, y) = (x + σ(y)) / (σ(x) + (x + y)²), in stages: each has a name, and so its gradient has one."""

import math

x = 3.0
y = -4.0

# forward
sigy = 1 / (1 + math.exp(-y))
num = x + sigy
sigx = 1 / (1 + math.exp(-x))
xpy = x + y
xpysqr = xpy**2
den = sigx + xpysqr
invden = 1 / den
f = num * invden

# backward
dnum = invden
dinvden = num
dden = -1 / den**2 * dinvden
dsigx = dden
dxpysqr = dden
dxpy = 2 * xpy * dxpysqr
dx = dxpy + (1 - sigx) * sigx * dsigx + dnum
dy = dxpy + (1 - sigy) * sigy * dnum
