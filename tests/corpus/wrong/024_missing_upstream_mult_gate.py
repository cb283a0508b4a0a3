# expect: 7 missing-upstream
x, y, z = 0.8, 2.7, -1.6
q = x * y
f = q * z
dq = z
dz = q
dx = y
dy = x * dq
