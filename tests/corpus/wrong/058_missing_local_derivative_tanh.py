# expect: 9 missing-local-derivative
from math import tanh
x = 0.37
w = 2.05
z = w * x
h = tanh(z)
y = h ** 3
dh = 3 * h ** 2
dz = dh
dw = dz * x
dx = dz * w
