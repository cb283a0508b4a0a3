# expect: 7 near-miss
# expect: 10 constant-factor
import math
a = 0.9
b = -1.6
z = a * b
s = 1 / (1 + math.exp(z))
dz = s * (1 - s)
da = dz * b
db = 2 * dz * a
