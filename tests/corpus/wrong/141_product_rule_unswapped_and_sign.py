# expect: 6 product-rule-unswapped
# expect: 9 sign
x, y, z = 1.8, -0.9, 2.2
q = x - y
f = q * z
dz = z
dq = z
dx = dq
dy = dq
