# expect: 6 sign
from math import cos, sin
w = 1.3
t = 0.45
c = cos(w * t)
grad_w = sin(w * t) * t
grad_t = -sin(w * t) * w
