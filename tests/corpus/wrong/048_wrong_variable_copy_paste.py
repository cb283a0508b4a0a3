# expect: 11 wrong-variable
a, b, c, d = 1.2, 0.7, -1.9, 2.4
s = a * b
t = c * d
f = s * t
ds = t
dt = s
da = ds * b
db = ds * a
dc = dt * d
dd = ds * c
