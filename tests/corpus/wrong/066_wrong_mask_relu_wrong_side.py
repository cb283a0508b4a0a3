# expect: 8 wrong-mask
a = -0.7
b = 2.6
z = a * b + 3.1
r = z if z > 0 else 0.0
f = r ** 2
dr = 2 * r
if z < 0:
    dz = dr
else:
    dz = 0.0
da = dz * b
db = dz * a
