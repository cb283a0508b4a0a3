# expect: 10 sign
# expect: 11 diagonal-jacobian
import math
s = [0.9, 0.1, -0.6]
c = [1.2, -2.0, 0.5]
e = [math.exp(v) for v in s]
tot = sum(e)
p = [v / tot for v in e]
f = -sum(ci * pi for ci, pi in zip(c, p))
dp = [ci for ci in c]
ds = [pi * (1 - pi) * di for pi, di in zip(p, dp)]
