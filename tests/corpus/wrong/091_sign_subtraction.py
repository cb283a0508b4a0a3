# expect: 8 sign
a = 2.1
b = 3.8
d = a - b
f = d ** 2 + a
dd = 2 * d
da = dd + 1
db = dd
