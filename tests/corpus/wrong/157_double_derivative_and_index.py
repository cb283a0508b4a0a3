# expect: 9 double-derivative
# expect: 11 wrong-index
import math
x = [1.1, -0.7]
w = [0.4, 0.9]
z = w[0] * x[0] + w[1] * x[1]
p = 1 / (1 + math.exp(-z))
loss = -math.log(1 - p)
dz = p * p * (1 - p)
dw = [dz * v for v in x]
dx = [dz * w[1], dz * w[1]]
