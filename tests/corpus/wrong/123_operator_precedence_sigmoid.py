# expect: 5 operator-precedence
import math
w, x, b = 0.7, 1.2, -0.5
z = w * x + b
s = 1 / 1 + math.exp(-z)
ds = 1.0
dz = s * (1 - s) * ds
dw = dz * x
dx = dz * w
db = dz
