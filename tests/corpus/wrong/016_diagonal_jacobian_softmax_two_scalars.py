# expect: 11 diagonal-jacobian, missing-path
from math import exp
a = 0.9
b = -0.35
ea, eb = exp(a), exp(b)
pa = ea / (ea + eb)
pb = eb / (ea + eb)
loss = 2.5 * pa - 1.3 * pb
dpa = 2.5
dpb = -1.3
da = dpa * pa * (1 - pa)
db = dpb * pb * (1 - pb) - dpa * pa * pb
