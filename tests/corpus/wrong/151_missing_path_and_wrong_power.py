# expect: 8 missing-path
# expect: 11 wrong-power
x = 1.65
y = 0.55
p = x * y
q = 1 / y
f = p * q + p
dp = q
dq = p
dx = dp * y
dy = dp * x - dq / y
