# expect: 5 near-miss, wrong-variable
import math
s = [0.7, -0.4, 1.2]
e = [math.exp(v) for v in s]
p = [v / sum(s) for v in e]
L = 2 * p[0] - p[1] + 0.5 * p[2]
dp = [2.0, -1.0, 0.5]
dot = sum(a * b for a, b in zip(p, dp))
ds = [p[i] * (dp[i] - dot) for i in range(3)]
