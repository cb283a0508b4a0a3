# expect: 9 missing-path
x = 1.35
y = 0.65
p = x * y
q = p + x
f = q * p
dq = p
dp = q + dq
dx = dp * y
dy = dp * x
