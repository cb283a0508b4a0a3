# expect: 9 derivative-at-wrong-point
import math
x, w, b = 0.9, -1.4, 0.3
z = w * x + b
a = 1 / (1 + math.exp(-z))
loss = (a - 1) ** 2

da = 2 * (a - 1)
dz = da * z * (1 - z)
dw = dz * x
db = dz
dx = dz * w
