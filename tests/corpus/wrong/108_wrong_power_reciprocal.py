# expect: 6 wrong-power
x = 1.7
y = -2.3
q = x * y
f = 1 / q
dq = -1 / q
dx = dq * y
dy = dq * x
