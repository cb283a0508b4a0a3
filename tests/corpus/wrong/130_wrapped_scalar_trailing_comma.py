# expect: 4 wrapped-scalar
a = 1.6
b = 0.35
s = a * b + a,
f = s ** 2
ds = 2 * s
da = ds * (b + 1)
db = ds * a
