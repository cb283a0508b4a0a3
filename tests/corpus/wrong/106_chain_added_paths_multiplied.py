# expect: 9 chain-added
x = 0.7
y = 1.8
p = x * y
q = x - y
f = p + q ** 2
dp = 1.0
dq = 2 * q
dx = (dp * y) * (dq * 1)
dy = (dp * x) + (dq * -1)
