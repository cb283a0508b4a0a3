# expect: 7 double-derivative
import math
x, w, y = 0.9, 1.1, 1
z = w * x
p = 1 / (1 + math.exp(-z))
loss = -y * math.log(p) - (1 - y) * math.log(1 - p)
dz = (p - y) * p * (1 - p)
dw = dz * x
dx = dz * w
