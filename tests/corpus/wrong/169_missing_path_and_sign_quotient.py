# expect: 8 sign
# expect: 9 missing-path
a, b = 2.4, 0.9
n = a - b
d = a + b
r = n / d
dn = 1 / d
dd = n / d ** 2
da = dn
db = dd - dn
