# expect: 8 derivative-at-wrong-point
import math
q = 0.6
p = 1.5
e = math.exp(-q * p)
y = e + e ** 2
grad_e = 1 + 2 * e
grad_q = grad_e * -p * math.exp(e)
grad_p = grad_e * -q * e
