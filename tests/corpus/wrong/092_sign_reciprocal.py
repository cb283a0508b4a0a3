# expect: 7 sign
import math
z = 0.9
e = math.exp(-z)
den = 1 + e
y = 1 / den
dden = 1 / den ** 2
de = dden
dz = de * -e
