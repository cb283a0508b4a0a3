# expect: 10 product-rule-unswapped
# expect: 10 forward-value-for-gradient
import math
w = [0.6, 1.3, -0.4]
x = [0.8, -1.1]
z = w[0] * x[0] + w[1] * x[1] + w[2]
s = 1 / (1 + math.exp(-z))
dz = s * (1 - s)
dx = [w[0] * dz, w[1] * dz]
dw = [w[0] * dz, x[1] * dz, s]
