# expect: 8 missing-upstream
from math import log, sqrt
t = 2.85
a = t ** 2 + 1
b = sqrt(a)
c = log(b)
dc_db = 1 / b
dc_da = 1 / (2 * sqrt(a))
dc_dt = dc_da * 2 * t
