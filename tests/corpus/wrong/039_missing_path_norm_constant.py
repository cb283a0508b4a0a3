# expect: 7 missing-path
from math import sqrt
a, b = 1.2, -2.3
n = sqrt(a * a + b * b)
u = a / n
dn = -a / n ** 2
da = 1 / n
db = dn * b / n
