# expect: 8 forward-value-for-gradient
import math
w = [1.6, -0.7, 0.9]
x = [0.5, -1.9]
s = w[0]*x[0] + w[1]*x[1] + w[2]
y = 1 / (1 + math.exp(-s))
grad_s = y * (1 - y)
grad_w = [x[0] * y, x[1] * y, 1 * y]
grad_x = [w[0] * grad_s, w[1] * grad_s]
