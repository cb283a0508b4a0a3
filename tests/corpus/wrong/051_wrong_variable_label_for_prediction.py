# expect: 8 wrong-variable
import math
x, w, y = 0.75, 1.6, 0.2
z = w * x
p = 1 / (1 + math.exp(-z))
loss = -(y * math.log(p) + (1 - y) * math.log(1 - p))
dz = p - y
dw = dz * y
dx = dz * w
