# expect: 9 wrong-power
# expect: 9 missing-upstream
x = 2.15
y = -0.85
q = x / y
f = q ** 2 + x
dq = 2 * q
dx = dq / y + 1
dy = -x / y
