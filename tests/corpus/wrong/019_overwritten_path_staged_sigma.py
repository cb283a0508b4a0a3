# expect: 21 overwritten-path
import math
x = 2.6
y = -1.8
sigy = 1.0 / (1 + math.exp(-y))
num = x + sigy
sigx = 1.0 / (1 + math.exp(-x))
xpy = x + y
den = sigx + xpy**2
f = num / den
# backward
dnum = 1 / den
dden = -num / den**2
dsigx = dden
dxpy = dden * 2 * xpy
dx = dxpy
dy = dxpy
dx += (1 - sigx) * sigx * dsigx
dx += dnum
dsigy = dnum
dy = (1 - sigy) * sigy * dsigy
