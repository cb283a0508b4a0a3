# expect: 7 operator-precedence
import math
x, w = 0.35, 1.8
h = math.tanh(w * x)
L = h * h
dh = 2 * h
dz = dh * 1 - h ** 2
dw = dz * x
dx = dz * w
