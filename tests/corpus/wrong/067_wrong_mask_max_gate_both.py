# expect: 9 wrong-mask
p, q = 3.4, 1.8
k = -2.1
m = max(p, q)
f = m * k
dm = k
dk = m
dp = dm * (p > q)
dq = dm * (p > k)
