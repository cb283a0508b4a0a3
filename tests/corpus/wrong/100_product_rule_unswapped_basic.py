# expect: 8 product-rule-unswapped
x = -1.1
y = 2.4
z = 0.7
q = x + y
f = q * z
dz = q
dq = q
dx = dq
dy = dq
