# expect: 9 missing-local-derivative
import math
rate = 0.45
t = 1.9
n0 = 12.5
n = n0 * math.exp(-rate * t)
grad_n0 = math.exp(-rate * t)
grad_rate = -t * n
grad_t = n
