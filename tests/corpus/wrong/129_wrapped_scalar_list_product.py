# expect: 5 wrapped-scalar
import math
w = [1.4, -0.3]
x = [0.2, 0.9]
total = [w[0] * x[0] + w[1] * x[1]]
y = math.tanh(total)
grad_total = 1 - y ** 2
grad_w = [x[0] * grad_total, x[1] * grad_total]
