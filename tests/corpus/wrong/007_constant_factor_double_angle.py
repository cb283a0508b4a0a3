# expect: 7 constant-factor, missing-local-derivative
import math
t = 0.41
A = 1.3
s = A * math.sin(2 * t)
grad_A = math.sin(2 * t)
grad_t = A * math.cos(2 * t)
