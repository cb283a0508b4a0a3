import math
s = [0.2, -0.5, 1.0]
c = [1.0, -2.0, 0.5]
e = [math.exp(v) for v in s]
S = sum(e)
p = [v / S for v in e]
L = sum(ci * pi for ci, pi in zip(c, p))
dp = c
ds = []
for i in range(3):
    g = 0.0
    for j in range(3):
        delta = 1.0 if i == j else 0.0
        g += dp[j] * p[j] * (delta - p[i])
    ds.append(g)
