# expect: 11 forward-value-for-gradient
from math import tanh
x = 0.8
v1 = 1.3
v2 = -0.6
h = tanh(v1 * x)
y = v2 * h
E = (y - 0.5) ** 2
dy = 2 * (y - 0.5)
dv2 = dy * h
dh = y * v2
dv1 = dh * (1 - h ** 2) * x
