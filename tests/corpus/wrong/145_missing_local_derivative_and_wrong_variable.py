# expect: 11 wrong-variable, derivative-at-wrong-point
# expect: 13 missing-local-derivative
import math
x = 0.45
w1, b1, w2 = 1.3, -0.2, 0.8
z = w1 * x + b1
h = math.tanh(z)
y = w2 * h
L = (y - 1.5) ** 2
dy = 2 * (y - 1.5)
dw2 = dy * z
dh = dy * w2
dz = dh
dw1 = dz * x
db1 = dz
