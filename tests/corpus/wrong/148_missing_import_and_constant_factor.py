# expect: 5 missing-import
# expect: 9 constant-factor
k = 1.15
t = 0.7
e = math.exp(-k * t)
f = e ** 2
de = 2 * e
dk = de * -t * e
dt = de * -k * e * 2
