# expect: 7 near-miss
import math
x = 0.65
w = -1.2
b = 0.4
z = w * x + b
a = 1 / (1 + math.exp(z))
da = 1.0
dz = a * (1 - a) * da
dw = dz * x
db = dz
dx = dz * w
