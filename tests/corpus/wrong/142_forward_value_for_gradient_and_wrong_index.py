# expect: 9 forward-value-for-gradient
# expect: 10 wrong-index
import math
w = [0.7, -1.8, 0.35]
x = [1.2, 0.9]
dot = w[0] * x[0] + w[1] * x[1] + w[2]
a = math.tanh(dot)
grad_dot = 1 - a * a
grad_x = [w[0] * a, w[1] * a]
grad_w = [x[0] * grad_dot, x[0] * grad_dot, 1 * grad_dot]
