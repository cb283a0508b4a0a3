# expect: 7 missing-import
from math import exp

a = 0.7
b = 1.6
c = exp(a) * b
d = log(c + 2)
dd = 1.0
dc = dd / (c + 2)
da = dc * c
db = dc * exp(a)
