# expect: 11 diagonal-jacobian
import math
s = [0.5, -1.2, 1.6]
up = [0.9, -0.4, 2.0]
e = [math.exp(v) for v in s]
Z = sum(e)
p = [v / Z for v in e]
L = sum(u * q for u, q in zip(up, p))

dp = up[:]
ds = [p[i] * (1 - p[i]) * dp[i] for i in range(3)]
