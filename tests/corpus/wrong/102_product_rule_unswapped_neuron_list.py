# expect: 14 product-rule-unswapped
from math import exp
w = [0.9, 1.4]
x = [-0.6, 0.3]
b = 0.2
z = b
for k in range(2):
    z += w[k] * x[k]
a = 1 / (1 + exp(-z))
dz = a * (1 - a)
dw = []
dx = []
for k in range(2):
    dw.append(w[k] * dz)
    dx.append(w[k] * dz)
db = dz
